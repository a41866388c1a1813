/**
 * Sends a chosen segment again: publishes a command for each of its source rows, and follows what
 * becomes of the writes that they cause. Knows nothing of how the stages are run.
 */
@NullMarked
package org.dataferry.control.replay;

import org.jspecify.annotations.NullMarked;
