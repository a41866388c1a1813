/**
 * Input that could not be read: lists it, discards it, and publishes it again where it can be read by now. Knows nothing of how the
 * stages are run.
 */
@NullMarked
package org.dataferry.control.deadletter;

import org.jspecify.annotations.NullMarked;
