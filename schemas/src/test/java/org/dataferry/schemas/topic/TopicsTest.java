package org.dataferry.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.internals.Topic;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private final MigrationTopics topics = new MigrationTopics("northwind", 2, 4);

    @Test
    void topicsHaveTheirNames() {
        assertThat(topics.changes(new SourceTable("nw", "public", "order_details"))
                        .name())
                .isEqualTo("northwind.changes.nw.public.order_details");
        assertThat(topics.changes(new SourceTable("nw", "old_sales", "Order Details"))
                        .name())
                .isEqualTo("northwind.changes.nw.old__5fsales.Order__20Details");
        assertThat(topics.replays().name()).isEqualTo("northwind.replays");
        assertThat(topics.reference("currencies").name()).isEqualTo("northwind.reference.currencies");
        assertThat(topics.fanOuts().name()).isEqualTo("northwind.g2.fan-outs");
        assertThat(topics.writes("nw_customer").name()).isEqualTo("northwind.g2.writes.nw_customer");
        assertThat(topics.writes("nw_customer").valueSubject()).isEqualTo("northwind.g2.writes.nw_customer-value");
        assertThat(topics.outcomes("account").name()).isEqualTo("northwind.g2.outcomes.account");
        assertThat(topics.identities().name()).isEqualTo("northwind.g2.identities");
        assertThat(topics.beforeImages("account").name()).isEqualTo("northwind.g2.before-images.account");
        assertThat(topics.deadLetters().name()).isEqualTo("northwind.dead-letters");
        assertThat(topics.fences().name()).isEqualTo("northwind.fences");
        assertThat(topics.control().name()).isEqualTo("northwind.control");
        assertThat(topics.captureOffsets().name()).isEqualTo("northwind.capture-offsets");
        assertThat(topics.captureEpochs().name()).isEqualTo("northwind.capture-epochs");
        assertThat(topics.captureSource().name()).isEqualTo("northwind.capture-source");
        assertThat(topics.held(SourceTable.parse("erp", "orders")).name())
                .isEqualTo("northwind.held.erp.public.orders");
        assertThat(topics.transformApplication()).isEqualTo("northwind.g2.transform");
        assertThat(topics.sinkGroup()).isEqualTo("northwind.g2.sink");
    }

    @Test
    void onlyTopicsKeyedByRowsHaveTheMigrationsPartitions() {
        assertThat(topics.writes("account").partitions()).isEqualTo(4);
        assertThat(topics.fences().partitions()).isEqualTo(1);
        assertThat(topics.identities().partitions()).isEqualTo(1);
        assertThat(topics.identities().retention()).isEqualTo(Retention.COMPACTED);
        assertThat(topics.writes("account").retention().topicConfig()).containsEntry("retention.ms", "-1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void changeTopicTellsItsTableAndCollidesWithNoOther(long seed) {
        Generated generated = Generated.fromSeed(seed);
        Set<SourceTable> tables = new HashSet<>();
        Set<String> namesAsKafkaComparesThem = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SourceTable table = new SourceTable("nw", "s" + shortText(generated), "t" + shortText(generated));
            String name = topics.changes(table).name();
            assertThat(Topic.isValid(name)).as("%s: %s", generated, name).isTrue();
            assertThat(topics.tableOf(name)).as("%s", generated).contains(table);
            if (tables.add(table)) {
                assertThat(namesAsKafkaComparesThem.add(name.replace('.', '_')))
                        .as("%s: %s", generated, name)
                        .isTrue();
            }
        }
    }

    @Test
    void namesThatKafkaTakesForTheSameAreToldApart() {
        String first = topics.changes(new SourceTable("nw", "a_b", "c")).name();
        String second = topics.changes(new SourceTable("nw", "a", "b_c")).name();

        assertThat(Topic.hasCollision(first, second)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.changes.nw.public.t", "northwind.changes.nw.public", "northwind.changes.nw.public.t.u",
                "northwind.changes.nw.public.", "northwind.changes.nw.a_b.t", "northwind.changes.nw.public.t__",
                "northwind.changes.nw.public.t__6", "northwind.changes.nw.public.__61", "northwind.fences"
            })
    void anyOtherTopicHasNoTable(String name) {
        assertThat(topics.tableOf(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Northwind", "a.b", "-a", "ä"})
    void refusesNamesThatCannotBeginATopic(String migration) {
        assertThatThrownBy(() -> new MigrationTopics(migration, 1, 1))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("cannot name a migration");
    }

    @Test
    void refusesWhatKafkaWouldRefuse() {
        assertThatThrownBy(() -> new MigrationTopics("m", 0, 1)).hasMessageContaining("rebuild");
        assertThatThrownBy(() -> topics.changes(new SourceTable("nw", "public", "表".repeat(30))))
                .hasMessageContaining("Kafka takes 249");
        assertThatThrownBy(() -> new org.dataferry.schemas.topic.Topic("t", TopicOwner.ANY, 0, Retention.COMPACTED))
                .hasMessageContaining("0 partitions");
    }

    /** Kafka's own hash of these keys: a change here would part rows from what they became. */
    @ParameterizedTest
    @CsvSource({"tALFKI, 0", "ie10248, 4", "ia1, 14"})
    void partitionOfAKeyNeverChanges(String key, int partition) {
        assertThat(RowPartitioner.ofSourceKey(key, 16)).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void sourceRowAndWhatItBecomesShareAPartition(long seed) {
        Generated generated = Generated.fromSeed(seed);
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SourceKey key = generated.sourceKey();
            int partition = RowPartitioner.ofSourceKey(key.text(), 4);
            RowId row = new RowId.OfSource(generated.name(), generated.sourceTable(), key, generated.text());
            assertThat(RowPartitioner.ofRowId(row.text(), 4))
                    .as("%s", generated)
                    .isEqualTo(partition);
            used.add(partition);
        }
        assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void mergedRowsAreSpreadByTheirWholeId() {
        RowId merged = new RowId.Merged("account", "by-vat", SourceKey.of(Value.text("DE1")));

        assertThat(RowPartitioner.ofRowId(merged.text(), 16)).isEqualTo(RowPartitioner.ofSourceKey(merged.text(), 16));
    }

    private static String shortText(Generated generated) {
        String text = generated.text();
        return text.length() > 8 ? "" : text;
    }
}
