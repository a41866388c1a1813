/**
 * Sends a chosen segment again: selects source rows from the topics, publishes a command for each, and follows what
 * becomes of the writes that they cause. Knows nothing of how the stages are run.
 */
@NullMarked
package org.dataferry.control.replay;

import org.jspecify.annotations.NullMarked;
