/**
 * One token per application user. A {@link org.dataferry.sink.client.token.TokenIssuer} asks Microsoft Entra ID for one;
 * {@link org.dataferry.sink.client.token.CachedToken} keeps it, renews it in time and lets one thread do so while the
 * others go on. What leaves is a bearer token or an exception that names endpoint and client id; never the secret.
 * Knows nothing of Dataverse requests.
 */
@NullMarked
package org.dataferry.sink.client.token;

import org.jspecify.annotations.NullMarked;
