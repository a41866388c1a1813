package org.dataferry.sink.client.transport;

import java.time.Duration;
import org.dataferry.sink.client.protocol.Reply;

/** Hears of every reply to a single HTTP request, in the thread that sent it. */
@FunctionalInterface
public interface ReplyListener {
    ReplyListener NONE = (reply, took) -> {};

    /** @param took from the request's beginning to the reply's end */
    void replied(Reply reply, Duration took);
}
