package org.dataferry.sink.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** The HTTP connections of one lane. */
public final class HttpConnections implements AutoCloseable {
    /** Below the idle time after which Azure's front door drops a connection, so that we rarely write into a dead one. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

    private final OkHttpClient http;

    /** More than any limit of concurrency that was seen. */
    private static final int MOST_REQUESTS = 256;

    /**
     * @param callTimeout for a whole request; a bulk write legitimately takes minutes
     * @param connectTimeout for the connection alone
     */
    public HttpConnections(Duration callTimeout, Duration connectTimeout) {
        Dispatcher dispatcher = new Dispatcher();
        // 64 and 5 by default. Our calls are blocking and pass it by, but nobody should meet 5 by surprise.
        dispatcher.setMaxRequests(MOST_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MOST_REQUESTS);
        this.http = new OkHttpClient.Builder()
                .socketFactory(new NoDelaySocketFactory())
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(MOST_REQUESTS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
                // One connection per request in flight: HTTP/2 would put them all on one server's connection. For the
                // same reason no cookie jar is installed: an affinity cookie would pin us to one server's budget.
                .protocols(List.of(Protocol.HTTP_1_1))
                .eventListenerFactory(SendProgress::of)
                // Both would send a request twice without our knowing.
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(connectTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout)
                .build();
    }

    public OkHttpClient http() {
        return http;
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
