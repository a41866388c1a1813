package org.dataferry.sink.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.dataferry.emulator.DataverseEmulator;
import org.dataferry.emulator.EmulatorSettings;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.MetadataWriter;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewKey;
import org.dataferry.sink.client.metadata.NewLookup;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.NewPolymorphicLookup;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.transport.RequestListener;
import org.dataferry.sink.client.transport.RetryPolicy;
import org.dataferry.sink.send.TargetTables;

/** The emulator in this process, with a lane to it. Its table {@code mig_order} has every kind of column that rows use. */
public final class EmulatedTarget implements AutoCloseable {

    public static final String KEY_COLUMN = "mig_ferrykey";
    public static final String ID_COLUMN = "mig_rowid";
    public static final String ORDER = "mig_order";

    /** Signs in as a person would: what it changes, Ferry has not. */
    private static final ApplicationUser SOMEBODY =
            new ApplicationUser(UUID.fromString("99999999-9999-9999-9999-999999999999"), "person", "Somebody");

    private static final RetryPolicy QUICK = new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(100), 3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmulatorSettings settings;
    private final Lane lane;
    private DataverseEmulator emulator;

    private EmulatedTarget(EmulatorSettings settings, DataverseEmulator emulator) {
        this.emulator = emulator;
        this.settings = settings.withPort(URI.create(emulator.baseUrl()).getPort());
        this.lane = lane("ferry");
    }

    public static EmulatedTarget start(Path data) {
        return start(data, settings -> settings);
    }

    /** @param change to settings that are quick otherwise */
    public static EmulatedTarget start(Path data, UnaryOperator<EmulatorSettings> change) {
        EmulatorSettings settings = change.apply(EmulatorSettings.defaults(data)
                .withKeyActivation(Duration.ofMillis(100))
                .withUsers(List.of(ApplicationUser.FERRY, SOMEBODY)));
        return new EmulatedTarget(settings, DataverseEmulator.start(settings));
    }

    /** Stops and starts it again, on the same port and rows. */
    public void restart() {
        emulator.close();
        emulator = DataverseEmulator.start(settings);
    }

    public Lane lane() {
        return lane;
    }

    /** Another lane, with a secret that may be wrong. */
    public Lane lane(String secret) {
        return lane(endpoint(secret));
    }

    /** A lane of somebody else, who is allowed everything too. */
    public Lane laneOfSomebody() {
        DataverseEndpoint ferry = endpoint("ferry");
        return lane(new DataverseEndpoint(
                ferry.baseUrl(), ferry.tokenUrl(), SOMEBODY.clientId().toString(), new Secret(SOMEBODY.secret())));
    }

    /** A lane of another application user. */
    public Lane lane(DataverseEndpoint endpoint) {
        LaneSettings laneSettings = new LaneSettings(
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                ProtectionLimits.none(),
                Allowance.WHOLE.atATime(4),
                QUICK,
                Map.of());
        return Lane.open(endpoint, laneSettings, Clock.systemUTC(), new Random(), RequestListener.NONE);
    }

    public DataverseEndpoint endpoint(String secret) {
        return endpoint("11111111-1111-1111-1111-111111111111", secret);
    }

    public DataverseEndpoint endpoint(String clientId, String secret) {
        URI base = URI.create(emulator.baseUrl());
        return new DataverseEndpoint(base, base.resolve("/emulator/oauth2/v2.0/token"), clientId, new Secret(secret));
    }

    /** What prepare does: a table with its alternate keys, and a lookup. */
    public void makeOrders() throws InterruptedException {
        MetadataWriter writer = lane.metadataWriter();
        ColumnType text = new ColumnType.Text(40, "Text");
        NewColumn name = new NewColumn("mig_Name", "Name", text, RequiredLevel.NONE);
        writer.createTable(
                new NewTable("mig_Order", "Order", "Orders", NewTable.Ownership.USER_OWNED, name, List.of()));
        makeKeyColumns(ORDER);
        writer.addColumn(ORDER, column("mig_Number", new ColumnType.Text(20, "Text")));
        writer.addColumn(
                ORDER, column("mig_Freight", new ColumnType.DecimalNumber(4, BigDecimal.ZERO, BigDecimal.TEN)));
        writer.addColumn(ORDER, column("mig_Lines", new ColumnType.WholeNumber(0, 1_000)));
        writer.createKey(ORDER, new NewKey("mig_Number", "Number", List.of("mig_number")));
        writer.createLookup(
                new NewLookup("mig_account_order", ORDER, "mig_AccountId", "Account", "account", "accountid"));
        writer.awaitKey(ORDER, "mig_number", Duration.ofSeconds(10));
    }

    /**
     * Gives orders lookups of every kind, and links: {@code mig_sellerid} names an account that cannot be deleted then,
     * {@code mig_payerid} an account or a contact, {@code mig_parentid} an order; {@code mig_Watchers} links contacts, and
     * {@code mig_Similar} orders.
     */
    public void makeRelations() throws InterruptedException {
        makeKeyColumns("account");
        makeKeyColumns("contact");
        MetadataWriter writer = lane.metadataWriter();
        writer.createPolymorphicLookup(new NewPolymorphicLookup(
                ORDER,
                "mig_PayerId",
                "Payer",
                List.of(
                        new NewPolymorphicLookup.Target("mig_order_payer_account", "account"),
                        new NewPolymorphicLookup.Target("mig_order_payer_contact", "contact"))));
        writer.createLookup(new NewLookup("mig_order_parent", ORDER, "mig_ParentId", "Parent", ORDER, ORDER + "id"));
        writer.createManyToMany(new NewManyToMany(
                "mig_Watchers", "mig_watchers", ORDER, "mig_Watched", "contact", "mig_WatchedOrders"));
        writer.createManyToMany(
                new NewManyToMany("mig_Similar", "mig_similar", ORDER, "mig_SimilarTo", ORDER, "mig_SimilarOf"));
        String restricted = """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"mig_order_seller",
                "ReferencedEntity":"account","ReferencedAttribute":"accountid","ReferencingEntity":"mig_order",
                "CascadeConfiguration":{"Delete":"Restrict","Assign":"NoCascade","Merge":"NoCascade",
                "Reparent":"NoCascade","Share":"NoCascade","Unshare":"NoCascade"},
                "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"mig_SellerId",
                "DisplayName":{"LocalizedLabels":[{"Label":"Seller","LanguageCode":1033}]},
                "RequiredLevel":{"Value":"None"}}}""";
        lane.client()
                .send(DataverseRequest.json(
                        Operation.METADATA_WRITE, DataverseRequest.Method.POST, "RelationshipDefinitions", restricted))
                .orThrow("make the restricted lookup");
    }

    /** Gives orders a file of at most 32 MB and an image, and notes the key columns. */
    public void makeFileColumns() throws InterruptedException {
        MetadataWriter writer = lane.metadataWriter();
        writer.addColumn(ORDER, column("mig_Contract", new ColumnType.File(32 * 1_024)));
        writer.addColumn(ORDER, column("mig_Photo", new ColumnType.Image(10_240)));
        makeKeyColumns("annotation");
    }

    /** What the sink reads of the target when it starts. */
    public TargetTables tables(String... entities) throws InterruptedException {
        Map<String, TableDefinition> written = new HashMap<>();
        Map<String, ManyToManyRelationship> relationships = new HashMap<>();
        for (String entity : entities) {
            written.put(entity, lane.metadata().table(entity).orElseThrow());
            lane.metadata()
                    .manyToManyRelationships(entity)
                    .forEach(known -> relationships.put(known.schemaName(), known));
        }
        return new TargetTables(lane.metadata().entitySets(), written, relationships);
    }

    public void makeKeyColumns(String entity) throws InterruptedException {
        MetadataWriter writer = lane.metadataWriter();
        writer.addColumn(entity, column("mig_FerryKey", new ColumnType.Text(450, "Text")));
        writer.addColumn(entity, column("mig_RowId", new ColumnType.Memo(10_000)));
        writer.createKey(entity, new NewKey("mig_FerryKey", "Ferry key", List.of(KEY_COLUMN)));
        writer.awaitKey(entity, KEY_COLUMN, Duration.ofSeconds(10));
    }

    /** What a file column holds. */
    public record StoredFile(String name, byte[] content) {
        @Override
        public boolean equals(Object other) {
            return other instanceof StoredFile stored
                    && name.equals(stored.name)
                    && Arrays.equals(content, stored.content);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return "'" + name + "' of " + content.length + " bytes";
        }
    }

    public StoredFile file(EntitySet set, UUID row, String column) throws InterruptedException {
        ObjectNode open = Json.object();
        open.putObject("Target").put("@odata.type", set.odataType()).put(set.idColumn(), row.toString());
        JsonNode file = post("InitializeFileBlocksDownload", open.put("FileAttributeName", column));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (content.size() < file.path("FileSizeInBytes").asLong()) {
            ObjectNode next = Json.object()
                    .put("Offset", content.size())
                    .put("BlockLength", 4 << 20)
                    .put(
                            "FileContinuationToken",
                            file.path("FileContinuationToken").asText());
            content.writeBytes(Base64.getDecoder()
                    .decode(post("DownloadBlock", next).path("Data").asText()));
        }
        return new StoredFile(file.path("FileName").asText(), content.toByteArray());
    }

    private JsonNode post(String action, ObjectNode body) throws InterruptedException {
        return lane.client()
                .send(DataverseRequest.json(Operation.READ, DataverseRequest.Method.POST, action, Json.write(body)))
                .orThrow(action)
                .json();
    }

    /** Makes requests fail, as the emulator's control endpoint understands it. */
    public void fault(String rule) {
        control("POST", "faults", "[" + rule + "]");
    }

    public void clearFaults() {
        control("DELETE", "faults", "");
    }

    /** Counts requests from now on, by a rule that does them no harm; to be called with {@link #matched}. */
    public void count(String path) {
        fault("{\"effect\":\"delay\",\"millis\":1,\"share\":1,\"path\":\"" + path + "\"}");
    }

    /** How many requests the first of the rules has met. */
    public long matched() {
        return Json.parse(control("GET", "faults", ""))
                .orElseThrow()
                .findValue("matched")
                .asLong();
    }

    /** How many rows a table has. */
    public long rows(String entity) {
        return Json.parse(control("GET", "stats", ""))
                .orElseThrow()
                .path("rows")
                .path(entity)
                .asLong();
    }

    /** All requests so far, by any method. */
    public long requests() {
        long[] count = {0};
        Json.parse(control("GET", "stats", ""))
                .orElseThrow()
                .path("requests")
                .forEach(method -> count[0] += method.asLong());
        return count[0];
    }

    /**
     * A request that was answered.
     *
     * @param rows that it was about
     */
    public record Answered(int status, String method, String kind, int rows, String fault) {
        public boolean succeeded() {
            return status < 300;
        }

        public boolean writes() {
            return !method.equals("GET");
        }
    }

    /** What was answered from now on; to be called with {@link #answeredAfter}. */
    public long lastAnswered() {
        return requestLog(0, 1).path("next").asLong() - 1;
    }

    /** The requests that were answered after one, in the order in which they ended. */
    public List<Answered> answeredAfter(long number) {
        List<Answered> answered = new ArrayList<>();
        requestLog(number, 10_000)
                .path("requests")
                .forEach(request -> answered.add(new Answered(
                        request.path("status").asInt(),
                        request.path("method").asText(),
                        request.path("kind").asText(),
                        request.path("rows").asInt(),
                        request.path("fault").asText(""))));
        return answered;
    }

    private JsonNode requestLog(long after, int limit) {
        return Json.parse(control("GET", "requests?after=" + after + "&limit=" + limit, ""))
                .orElseThrow();
    }

    @Override
    public void close() {
        lane.close();
        emulator.close();
        http.close();
    }

    private static NewColumn column(String schemaName, ColumnType type) {
        return new NewColumn(schemaName, schemaName.substring(4), type, RequiredLevel.NONE);
    }

    /** Anything else that the emulator's control endpoint takes. */
    public void administer(String method, String path, String body) {
        control(method, path, body);
    }

    private String control(String method, String path, String body) {
        URI url = URI.create(emulator.baseUrl() + "/_emulator/" + path);
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(url)
                            .method(method, BodyPublishers.ofString(body))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + url + ": " + response.body());
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
