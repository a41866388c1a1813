/**
 * Makes the target ready for the mappings, and checks that it and the source are.
 */
@NullMarked
package org.dataferry.control.prepare;

import org.jspecify.annotations.NullMarked;
