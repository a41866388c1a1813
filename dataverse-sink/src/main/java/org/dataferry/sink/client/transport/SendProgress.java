package org.dataferry.sink.client.transport;

import okhttp3.Call;
import okhttp3.EventListener;

/** Remembers whether anything of a request has left this machine: before that, a failure loses nothing. */
final class SendProgress extends EventListener {
    private volatile boolean begun;

    boolean begun() {
        return begun;
    }

    @Override
    public void requestHeadersStart(Call call) {
        begun = true;
    }

    static EventListener of(Call call) {
        SendProgress progress = call.request().tag(SendProgress.class);
        return progress == null ? EventListener.NONE : progress;
    }
}
