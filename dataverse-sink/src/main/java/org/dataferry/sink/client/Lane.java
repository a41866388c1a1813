package org.dataferry.sink.client;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.dataferry.sink.client.metadata.MetadataReader;
import org.dataferry.sink.client.metadata.MetadataWriter;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.rows.Batch;
import org.dataferry.sink.client.rows.IdentityReader;
import org.dataferry.sink.client.rows.RowReader;
import org.dataferry.sink.client.rows.RowRequests;
import org.dataferry.sink.client.rows.RowWriter;
import org.dataferry.sink.client.rows.WhoAmI;
import org.dataferry.sink.client.token.CachedToken;
import org.dataferry.sink.client.token.EntraTokenIssuer;
import org.dataferry.sink.client.transport.AuthorizedClient;
import org.dataferry.sink.client.transport.HttpConnections;
import org.dataferry.sink.client.transport.HttpDataverseClient;
import org.dataferry.sink.client.transport.MeteredClient;
import org.dataferry.sink.client.transport.PacedClient;
import org.dataferry.sink.client.transport.RequestListener;
import org.dataferry.sink.client.transport.RetryingClient;
import org.dataferry.sink.client.transport.StopSignal;

/**
 * All requests of one application user: one token, one pace, one pool of connections. Limits of Dataverse are per user, so
 * there is one lane per user, in one live process at a time.
 *
 * <p>Opening sends nothing; the first request asks for the token.
 */
public final class Lane implements AutoCloseable {
    private final DataverseEndpoint endpoint;
    private final HttpConnections connections;
    private final StopSignal stop;
    private final Clock clock;
    private final PacedClient paced;
    private final DataverseClient client;
    private final RowRequests requests;

    private Lane(
            DataverseEndpoint endpoint,
            LaneSettings settings,
            Clock clock,
            RandomGenerator random,
            RequestListener listener) {
        this.endpoint = endpoint;
        this.connections = new HttpConnections(settings.callTimeout(), settings.connectTimeout());
        this.stop = new StopSignal();
        this.clock = clock;
        CachedToken token = new CachedToken(new EntraTokenIssuer(connections.http(), endpoint, clock), clock);
        DataverseClient http = new HttpDataverseClient(connections.http(), endpoint, clock);
        DataverseClient authorized = new AuthorizedClient(http, token);
        this.paced = new PacedClient(authorized, settings.concurrency(), clock, stop, listener);
        DataverseClient retrying = new RetryingClient(paced, settings.retry(), clock, stop, random, listener);
        this.client = new MeteredClient(retrying, listener, clock);
        this.requests = new RowRequests(settings.writeHeaders());
    }

    /** @param random for jitter; used by many threads, so it has to be safe for that */
    public static Lane open(
            DataverseEndpoint endpoint,
            LaneSettings settings,
            Clock clock,
            RandomGenerator random,
            RequestListener listener) {
        return new Lane(endpoint, settings, clock, random, listener);
    }

    /** Also tells whether the endpoint, the secret and the user are right. */
    public Answer<WhoAmI> whoAmI() throws InterruptedException {
        return WhoAmI.ask(client);
    }

    /** For requests of the caller's own making. */
    public DataverseClient client() {
        return client;
    }

    /** The URL that all paths are relative to, ending in a slash. */
    public String apiRoot() {
        return endpoint.apiRoot();
    }

    /** Makes requests for single rows, with this lane's headers. */
    public RowRequests requests() {
        return requests;
    }

    public RowWriter writer() {
        return new RowWriter(client, requests);
    }

    public Batch batch() {
        return new Batch(client, requests, clock);
    }

    public RowReader reader() {
        return new RowReader(client, requests);
    }

    public IdentityReader identities() {
        return new IdentityReader(reader(), batch(), requests);
    }

    public MetadataReader metadata() {
        return new MetadataReader(client);
    }

    public MetadataWriter metadataWriter() {
        return new MetadataWriter(client, metadata(), clock, stop);
    }

    /** How many requests may be under way now. */
    public int concurrency() {
        return paced.concurrency();
    }

    /** Ends all waits: requests that wait fail as unavailable or throttled, those under way are awaited by their callers. */
    public void stop() {
        stop.raise();
    }

    /** Stops, and cuts off what is still under way: such writes are lost. */
    @Override
    public void close() {
        stop.raise();
        connections.close();
    }
}
