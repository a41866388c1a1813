/**
 * Our records as Avro in the Confluent wire format, and the Kafka serdes made of that.
 *
 * <p>The types of the other packages do not know Avro; a {@code RecordCodec} per type does.
 */
@NullMarked
package org.dataferry.schemas.avro;

import org.jspecify.annotations.NullMarked;
