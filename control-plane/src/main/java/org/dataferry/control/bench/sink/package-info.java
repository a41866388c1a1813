/**
 * The sink's benchmark: how near it comes to what Dataverse's limits allow, beside a client of fixed parallelism, and what
 * it takes of the machine.
 *
 * <p>Drives the sink from outside: writes go in by Kafka, figures are the emulator's own. Knows of the sink only how a
 * process of it is started.
 */
@NullMarked
package org.dataferry.control.bench.sink;

import org.jspecify.annotations.NullMarked;
