package org.dataferry.sink.client.pacing;

/** What the user has used on one web server. */
final class Server {
    final WindowedUse requests;
    final WindowedUse seconds;
    long lastSeen;

    Server(long windowNanos, long now) {
        requests = new WindowedUse(windowNanos);
        seconds = new WindowedUse(windowNanos);
        lastSeen = now;
    }
}
