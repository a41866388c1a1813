package org.dataferry.acceptance.guarantee;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.dataferry.acceptance.read.Canonical;
import org.dataferry.acceptance.read.ExpectedEntity;
import org.dataferry.acceptance.read.Witness;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;

/**
 * The log alone gives the source back: the last change of each key is what the source has under it, and is a deletion where it has nothing,
 * or is older than an epoch that is complete without it.
 */
public record NoChangeIsLost(Witness witness) implements Guarantee {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param epoch of its position */
    private record Image(int epoch, boolean deleted, Map<String, String> columns) {}

    @Override
    public void assertHolds() throws Exception {
        for (ExpectedEntity entity : witness.entities()) {
            for (String table : entity.tables()) {
                assertHolds(table);
            }
        }
    }

    private void assertHolds(String table) throws Exception {
        Map<String, Map<String, String>> source = source(table);
        Map<String, Image> log = log(table);
        source.forEach((key, row) -> {
            assertThat(log).as("%s in the log", table).containsKey(key);
            assertThat(log.get(key).columns())
                    .as("last change of %s %s", table, key)
                    .isNotEmpty()
                    .allSatisfy((column, value) -> assertThat(value).as(column).isEqualTo(row.get(column)));
        });
        Set<String> rowsOfLog = new HashSet<>();
        log.forEach((key, image) -> {
            if (!image.deleted()) {
                rowsOfLog.add(key);
            }
        });
        assertThat(rowsOfLog).as("rows of %s by the log", table).isEqualTo(source.keySet());
    }

    private Map<String, Map<String, String>> source(String table) throws Exception {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        try (Statement statement = witness.source().createStatement();
                ResultSet result = statement.executeQuery("SELECT to_jsonb(t) FROM " + table + " t")) {
            while (result.next()) {
                JsonNode json = JSON.readTree(result.getString(1));
                Map<String, String> row = new TreeMap<>();
                json.fieldNames().forEachRemaining(column -> row.put(column, Canonical.of(json.path(column))));
                rows.put(key(table, row), row);
            }
        }
        return rows;
    }

    private Map<String, Image> log(String table) throws InterruptedException, SQLException {
        Map<String, Image> images = new HashMap<>();
        Map<Integer, Integer> completeEpochs = new HashMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : witness.log().changes(witness.sourceName(), table)) {
            Header complete = record.headers().lastHeader(EnvelopeFields.EPOCH_COMPLETE_HEADER);
            if (complete != null) {
                completeEpochs.merge(record.partition(), epoch(complete), Math::max);
            } else if (record.value() != null) {
                Image image = image(
                        epoch(record.headers().lastHeader(EnvelopeFields.POSITION_HEADER)),
                        witness.log().decode(record));
                String key = key(table, image.columns());
                images.put(key, image);
                assertThat(partitions.merge(key, record.partition(), (first, next) -> next))
                        .as("partition of %s", key)
                        .isEqualTo(partitions.get(key));
            }
        }
        images.replaceAll((key, image) -> image.epoch() < completeEpochs.getOrDefault(partitions.get(key), 0)
                ? new Image(image.epoch(), true, image.columns())
                : image);
        return images;
    }

    private static Image image(int epoch, GenericRecord envelope) {
        boolean deleted = envelope.get("op").toString().equals("d");
        GenericRecord row = (GenericRecord) envelope.get(deleted ? "before" : "after");
        Set<String> absent = new HashSet<>();
        if (envelope.getSchema().getField(EnvelopeFields.ABSENT) != null
                && envelope.get(EnvelopeFields.ABSENT) instanceof Iterable<?> names) {
            names.forEach(name -> absent.add(name.toString()));
        }
        Map<String, String> columns = new TreeMap<>();
        for (Schema.Field field : row.getSchema().getFields()) {
            Object value = row.get(field.pos());
            boolean binary = value instanceof java.nio.ByteBuffer;
            if (!absent.contains(field.name()) && !binary) {
                columns.put(field.name(), isDate(field) && value != null ? date(value) : Canonical.of(value));
            }
        }
        return new Image(epoch, deleted, columns);
    }

    private static boolean isDate(Schema.Field field) {
        return field.schema().toString().contains("io.debezium.time.Date");
    }

    private static String date(Object days) {
        return LocalDate.ofEpochDay(((Number) days).longValue()).toString();
    }

    private static int epoch(Header position) {
        return SourcePosition.parse(new String(position.value(), UTF_8)).epoch();
    }

    private static String key(String table, Map<String, String> columns) {
        return keyColumns(table).stream().map(columns::get).toList().toString();
    }

    private static List<String> keyColumns(String table) {
        return switch (table) {
            case "customers" -> List.of("customer_id");
            case "suppliers" -> List.of("supplier_id");
            case "shippers" -> List.of("shipper_id");
            case "categories" -> List.of("category_id");
            case "products" -> List.of("product_id");
            case "order_details" -> List.of("order_id", "product_id");
            case "employees" -> List.of("employee_id");
            case "orders" -> List.of("order_id");
            case "region" -> List.of("region_id");
            case "territories" -> List.of("territory_id");
            case "employee_territories" -> List.of("employee_id", "territory_id");
            default -> throw new IllegalArgumentException(table);
        };
    }
}
