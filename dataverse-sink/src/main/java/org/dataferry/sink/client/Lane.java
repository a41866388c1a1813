package org.dataferry.sink.client;

import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.dataferry.sink.client.metadata.MetadataReader;
import org.dataferry.sink.client.metadata.MetadataWriter;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.rows.Batch;
import org.dataferry.sink.client.rows.FileWriter;
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
import org.dataferry.sink.client.transport.Turnstile;

/**
 * All requests of one application user: one token, one pace, one pool of connections. Limits of Dataverse are per user, so
 * there is one lane per user, in one live process at a time.
 *
 * <p>Opening sends nothing; the first request asks for the token.
 */
public final class Lane implements AutoCloseable {
    private final String apiRoot;
    private final StopSignal stop;
    private final Clock clock;
    private final DataverseClient client;
    private final RowRequests requests;
    private final IntSupplier concurrency;
    private final BatchRows batchRows;
    private final Consumer<Allowance> allow;
    private final Runnable cutOff;

    private interface BatchRows {
        int rows(Operation operation, String entitySet, int first, int most);
    }

    private Lane(
            String apiRoot,
            StopSignal stop,
            Clock clock,
            DataverseClient client,
            Map<String, Map<String, String>> writeHeaders,
            IntSupplier concurrency,
            BatchRows batchRows,
            Consumer<Allowance> allow,
            Runnable cutOff) {
        this.apiRoot = apiRoot;
        this.stop = stop;
        this.clock = clock;
        this.client = client;
        this.requests = new RowRequests(writeHeaders);
        this.concurrency = concurrency;
        this.batchRows = batchRows;
        this.allow = allow;
        this.cutOff = cutOff;
    }

    /** @param random for jitter; used by many threads, so it has to be safe for that */
    public static Lane open(
            DataverseEndpoint endpoint,
            LaneSettings settings,
            Clock clock,
            RandomGenerator random,
            RequestListener listener) {
        HttpConnections connections = new HttpConnections(settings.callTimeout(), settings.connectTimeout());
        StopSignal stop = new StopSignal();
        CachedToken token = new CachedToken(new EntraTokenIssuer(connections.http(), endpoint, clock), clock);
        Turnstile turnstile = new Turnstile(settings.limits(), settings.allowance(), clock, stop);
        DataverseClient http = new HttpDataverseClient(connections.http(), endpoint, clock, turnstile);
        DataverseClient authorized = new AuthorizedClient(http, token);
        DataverseClient paced = new PacedClient(authorized, turnstile, listener);
        DataverseClient retrying =
                new RetryingClient(paced, settings.retry(), clock, turnstile.betweenTries(), random, listener);
        DataverseClient metered = new MeteredClient(retrying, listener, clock);
        return new Lane(
                endpoint.apiRoot(),
                stop,
                clock,
                metered,
                settings.writeHeaders(),
                turnstile::wanted,
                turnstile::rows,
                turnstile::allow,
                connections::close);
    }

    /**
     * A lane whose requests go to a client of the caller's, which is sent to as it is: no token, no pace, no retry.
     *
     * @param apiRoot as in {@link DataverseEndpoint#apiRoot}
     * @param concurrency how many requests may be under way
     */
    public static Lane over(DataverseClient client, String apiRoot, Clock clock, int concurrency) {
        return new Lane(
                apiRoot,
                new StopSignal(),
                clock,
                client,
                Map.of(),
                () -> concurrency,
                (operation, set, first, most) -> first,
                allowance -> {},
                () -> {});
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
        return apiRoot;
    }

    /** Makes requests for single rows, with this lane's headers. */
    public RowRequests requests() {
        return requests;
    }

    public RowWriter writer() {
        return new RowWriter(client, requests);
    }

    public FileWriter files() {
        return new FileWriter(client, requests);
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

    /** How much of the user's limits may be used from now on; what has been used stays known. */
    public void allow(Allowance allowance) {
        allow.accept(allowance);
    }

    /** How many requests it is of use to have: those that may be under way, and no more that wait than keep them coming. */
    public int concurrency() {
        return concurrency.getAsInt();
    }

    /**
     * How many rows a bulk request should have, as those before it were answered.
     *
     * @param first the size to begin with, and the least
     * @param most the largest that is allowed
     */
    public int rows(Operation operation, EntitySet set, int first, int most) {
        return batchRows.rows(operation, set.name(), first, most);
    }

    /** Ends all waits: requests that wait fail as unavailable or throttled, those under way are awaited by their callers. */
    public void stop() {
        stop.raise();
    }

    /** Stops, and cuts off what is still under way: such writes are lost. */
    @Override
    public void close() {
        stop.raise();
        cutOff.run();
    }
}
