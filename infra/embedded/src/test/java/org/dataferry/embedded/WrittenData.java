package org.dataferry.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes one value at a time to every server that stores something, and reads all of them back. */
final class WrittenData {

    private static final String TOPIC = "values";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedEndpoints endpoints;

    WrittenData(EmbeddedEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Returns the id of the value's schema; when it returns, everything is acknowledged. */
    int write(String value) throws Exception {
        produce(value);
        insert(endpoints.source().orElseThrow(), value);
        insert(endpoints.ledger().orElseThrow(), value);
        return schemaId(value);
    }

    Set<String> values(PostgresEndpoint database) throws SQLException {
        Set<String> values = new HashSet<>();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT value FROM written")) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    Set<String> topicValues() {
        Set<String> values = new HashSet<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", endpoints.kafka().orElseThrow(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            while (consumer.position(partition, PATIENCE) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    /** Registers the schema named after the value under its own subject, and returns its id. */
    int schemaId(String value) throws IOException, InterruptedException {
        String schema = "{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"%s\\\",\\\"fields\\\":[]}".formatted(value);
        String answer = send(HttpRequest.newBuilder(registry("/subjects/" + value + "-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"" + schema + "\"}"))
                .build());
        return Integer.parseInt(answer.replaceAll(".*\"id\":(\\d+).*", "$1"));
    }

    String schema(int id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(registry("/schemas/ids/" + id)).build());
    }

    List<String> walLevelAndFlush() throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection connection = connect(endpoints.source().orElseThrow());
                Statement statement = connection.createStatement()) {
            for (String name : List.of("wal_level", "fsync", "synchronous_commit", "server_encoding")) {
                try (ResultSet row = statement.executeQuery("SHOW " + name)) {
                    row.next();
                    settings.add(row.getString(1));
                }
            }
        }
        return settings;
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private URI registry(String path) {
        return URI.create(endpoints.registry().orElseThrow() + path);
    }

    private void produce(String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", endpoints.kafka().orElseThrow(), "acks", "all");
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void insert(PostgresEndpoint database, String value) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS written (value text PRIMARY KEY)");
            statement.execute("INSERT INTO written VALUES ('" + value + "')");
        }
    }

    private static Connection connect(PostgresEndpoint database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
