package org.dataferry.transform.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowStateCodec;
import org.dataferry.transform.state.SourceState;
import org.dataferry.transform.state.SourceStateCodec;

/** The state stores of the topology, on disk and with a changelog. */
final class TransformStores {

    /** By table and source key. */
    static final String SOURCE_ROWS = "source-rows";

    /** By canonical text of the row id. */
    static final String TARGET_ROWS = "target-rows";

    /** By table, as long as its rows are being searched for those that a new epoch did not bring. */
    static final String EPOCH_SWEEPS = "epoch-sweeps";

    private TransformStores() {}

    static StoreBuilder<KeyValueStore<String, SourceState>> sourceRows(ConfluentAvro avro) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(SOURCE_ROWS),
                Serdes.String(),
                new TopicSerde<>(avro, new SourceStateCodec()));
    }

    static StoreBuilder<KeyValueStore<String, RowState>> targetRows(ConfluentAvro avro) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(TARGET_ROWS),
                Serdes.String(),
                new TopicSerde<>(avro, new RowStateCodec()));
    }

    static StoreBuilder<KeyValueStore<String, String>> epochSweeps() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(EPOCH_SWEEPS), Serdes.String(), Serdes.String());
    }

    static String tableKey(SourceTable table) {
        return Fields.join(table.source(), table.schema(), table.table());
    }

    static SourceTable tableOf(String tableKey) {
        var fields = Fields.split(tableKey, 3, "source table");
        return new SourceTable(fields.get(0), fields.get(1), fields.get(2));
    }

    /** Begins the keys of all rows of a table in {@link #SOURCE_ROWS}, and of no other. */
    static String sourceRowPrefix(SourceTable table) {
        return tableKey(table) + " ";
    }

    /** After all rows of a table, and before those of the next: no name holds a character up to {@code !} unescaped. */
    static String sourceRowEnd(SourceTable table) {
        return tableKey(table) + "!";
    }

    static String sourceRowKey(SourceTable table, SourceKey key) {
        return sourceRowPrefix(table) + key.text();
    }

    static SourceKey sourceKeyOf(SourceTable table, String sourceRowKey) {
        return SourceKey.parse(sourceRowKey.substring(sourceRowPrefix(table).length()));
    }
}
