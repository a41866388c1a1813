/**
 * The language of one exchange with Dataverse: a {@link org.dataferry.sink.client.protocol.DataverseRequest} enters, an
 * {@link org.dataferry.sink.client.protocol.Answer} leaves. What the server says is a value here, never an exception:
 * refused (it read the request and said no), throttled, unavailable (certainly not done), lost (perhaps done).
 *
 * <p>{@link org.dataferry.sink.client.protocol.AnswerReader} classifies once, for plain replies and for the parts of a
 * batch alike; nobody after it looks at a status code. {@link org.dataferry.sink.client.protocol.DataverseErrorCode}
 * joins every known code to a kind, so callers switch over a dozen kinds instead of seventy codes.
 *
 * <p>This package knows no HTTP library, no token and no retry, and not what a row means.
 */
@NullMarked
package org.dataferry.sink.client.protocol;

import org.jspecify.annotations.NullMarked;
