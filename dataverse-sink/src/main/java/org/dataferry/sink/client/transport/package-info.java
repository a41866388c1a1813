/**
 * The way of a request to the server and back, as layers that each wrap one verb,
 * {@link org.dataferry.sink.client.protocol.DataverseClient}. From outside in: metered, retrying, paced, authorized, HTTP.
 * Pace and token sit inside retry, so every attempt waits its turn and is freshly signed.
 *
 * <p>A {@code DataverseRequest} enters, an {@code Answer} leaves. No layer knows another, a row or a table. All
 * waiting goes through {@link org.dataferry.sink.client.transport.Sleeper}, all time through a clock.
 */
@NullMarked
package org.dataferry.sink.client.transport;

import org.jspecify.annotations.NullMarked;
