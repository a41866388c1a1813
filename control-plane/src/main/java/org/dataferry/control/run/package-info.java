/**
 * One migration running in this process: topics, the three stages, and the fence that says when it is caught up.
 */
@NullMarked
package org.dataferry.control.run;

import org.jspecify.annotations.NullMarked;
