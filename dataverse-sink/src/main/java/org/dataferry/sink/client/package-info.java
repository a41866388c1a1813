/**
 * A client for the Dataverse Web API (v9.2), made for writing a lot, for a long time, without doing anything twice.
 *
 * <p>Begin with {@link org.dataferry.sink.client.Lane}: all requests of one application user. It offers rows to write
 * and read, batches, identities by key, and metadata. Calls block and are meant for virtual threads; any number of threads
 * may share a lane, and it lets through as many requests as the server bears.
 *
 * <p>Results are values. A caller switches over an {@link org.dataferry.sink.client.protocol.Answer}: succeeded, or failed
 * by being refused, throttled, unavailable or lost. Within a lane throttled and unavailable requests are sent again until
 * they are done, so callers see these two only after a deadline or when the lane stops. A lost write is never sent again
 * by itself. Exceptions are for what no caller can mend, such as a wrong secret.
 *
 * <p>The arrows: {@code protocol} is known to all and knows none; {@code token}, then {@code transport} make the way of a
 * request; {@code rows} and {@code metadata} say what to send; only this package knows all of them. Nothing here knows
 * Kafka, an entity write or an outcome.
 */
@NullMarked
package org.dataferry.sink.client;

import org.jspecify.annotations.NullMarked;
