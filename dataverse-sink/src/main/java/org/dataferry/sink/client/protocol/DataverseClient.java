package org.dataferry.sink.client.protocol;

/**
 * The one verb that everything else is built on: sends a request, returns what became of it.
 *
 * <p>Blocks; meant for virtual threads. Safe for use by many threads. Decorators (token, pace, retry, metrics) implement
 * the same verb and know nothing of each other.
 */
@FunctionalInterface
public interface DataverseClient {
    /**
     * @throws InterruptedException when the thread is interrupted; a write that was on its way may have been done, as
     *     after {@link Failure.Lost}
     * @throws DataverseException for what no caller can answer by sending less or later: a refused secret, a reply that
     *     is not from Dataverse
     */
    Answer<Reply> send(DataverseRequest request) throws InterruptedException;
}
