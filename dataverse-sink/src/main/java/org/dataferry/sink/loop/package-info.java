/** The loop that joins Kafka, the rows and the sender: one thread that owns all state, and workers that only send. */
@NullMarked
package org.dataferry.sink.loop;

import org.jspecify.annotations.NullMarked;
