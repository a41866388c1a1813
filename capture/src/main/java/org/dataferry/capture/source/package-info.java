/**
 * What a source database is: its tables, columns and keys, whether its changes can be captured, and how a dump gets into
 * it. A JDBC address comes in; plain records and clear refusals leave. It knows no Debezium, no Kafka and no Avro, so that
 * the control plane can use it alone.
 */
@NullMarked
package org.dataferry.capture.source;

import org.jspecify.annotations.NullMarked;
