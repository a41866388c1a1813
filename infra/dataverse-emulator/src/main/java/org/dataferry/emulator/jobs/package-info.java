/**
 * Asynchronous jobs, whose state is a row that clients may read.
 */
@NullMarked
package org.dataferry.emulator.jobs;

import org.jspecify.annotations.NullMarked;
