/**
 * Accepted dumps become changes. What intake has kept comes in; records of the change topics, dead letters and fences leave, in
 * the envelope that a log's changes have too.
 */
@NullMarked
package org.dataferry.capture.dump.publish;

import org.jspecify.annotations.NullMarked;
