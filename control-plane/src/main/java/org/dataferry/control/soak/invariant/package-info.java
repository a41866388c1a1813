/**
 * What must hold when a soak has come to rest. The model says what the source's rows should have become; it reads the
 * source by JDBC, the log from the topics and the target by plain HTTP, and none of it by the code that is on trial.
 */
@NullMarked
package org.dataferry.control.soak.invariant;

import org.jspecify.annotations.NullMarked;
