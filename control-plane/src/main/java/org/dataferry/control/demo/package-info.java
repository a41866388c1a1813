/**
 * The main job on one machine: a business that is made up, its live changes, and a check that everything of it is in the
 * target or was rejected for the right reason.
 */
@NullMarked
package org.dataferry.control.demo;

import org.jspecify.annotations.NullMarked;
