package org.dataferry.transform.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.row.References;
import org.dataferry.transform.state.MappedCodec;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowStateCodec;
import org.dataferry.transform.state.SourceState;
import org.dataferry.transform.state.SourceStateCodec;

/** The state stores of the topology. */
final class TransformStores {

    /** By table and source key. */
    static final String SOURCE_ROWS = "source-rows";

    /** By canonical text of the row id. */
    static final String TARGET_ROWS = "target-rows";

    /** By table, as long as its rows are being searched for those that a new epoch did not bring. */
    static final String EPOCH_SWEEPS = "epoch-sweeps";

    /** By named row and the row that names it. */
    static final String REFERENCES = "references";

    /** By row: those that something waits of for a fence. */
    static final String FENCE_WAITS = "fence-waits";

    /** By entity or relationship, how many rows are parked. */
    static final String PARKED_ROWS = "parked-rows";

    /** By relationship and source row, the link that it makes. */
    static final String LINKS_OF_ROWS = "links-of-rows";

    /** By link and source row that makes it. */
    static final String LINK_MEMBERS = "link-members";

    /** By source row that merges, what was last said of it. */
    static final String MEMBERSHIPS = "memberships";

    /** By id of its own, the source rows that merge or make links and were refused when they were last looked at. */
    static final String REFUSED_SOURCES = "refused-sources";

    /** By merged row and source row, what the mapping makes of that. */
    static final String MERGE_MEMBERS = "merge-members";

    /** All identities of the migration, in every instance; and by merged row and source row those that are merged. */
    static final String IDENTITIES = "identities";

    /** Between two ids in one key: below every character that an id holds, so that no id is mixed up with a longer one. */
    private static final String BETWEEN = "\n";

    private static final String AFTER_BETWEEN = "\u000b";

    private TransformStores() {}

    static StoreBuilder<KeyValueStore<String, SourceState>> sourceRows(StoreMaker stores, ConfluentAvro avro) {
        return stores.store(SOURCE_ROWS, new TopicSerde<>(avro, new SourceStateCodec()));
    }

    static StoreBuilder<KeyValueStore<String, RowState>> targetRows(StoreMaker stores, ConfluentAvro avro) {
        return stores.store(TARGET_ROWS, new TopicSerde<>(avro, new RowStateCodec()));
    }

    static StoreBuilder<KeyValueStore<String, String>> epochSweeps(StoreMaker stores) {
        return stores.store(EPOCH_SWEEPS, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> references(StoreMaker stores) {
        return stores.store(REFERENCES, Serdes.ByteArray());
    }

    static StoreBuilder<KeyValueStore<String, String>> fenceWaits(StoreMaker stores) {
        return stores.store(FENCE_WAITS, Serdes.String());
    }

    /** Cached, so that a transaction writes a count once, however many rows it parks. */
    static StoreBuilder<KeyValueStore<String, Long>> parkedRows(StoreMaker stores) {
        return stores.store(PARKED_ROWS, Serdes.Long()).withCachingEnabled();
    }

    static StoreBuilder<KeyValueStore<String, String>> linksOfRows(StoreMaker stores) {
        return stores.store(LINKS_OF_ROWS, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, String>> linkMembers(StoreMaker stores) {
        return stores.store(LINK_MEMBERS, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, Identity>> memberships(StoreMaker stores, ConfluentAvro avro) {
        return stores.store(MEMBERSHIPS, new TopicSerde<>(avro, new IdentityCodec()));
    }

    static StoreBuilder<KeyValueStore<String, String>> refusedSources(StoreMaker stores) {
        return stores.store(REFUSED_SOURCES, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, Mapped>> mergeMembers(StoreMaker stores, ConfluentAvro avro) {
        return stores.store(MERGE_MEMBERS, new TopicSerde<>(avro, new MappedCodec()));
    }

    /** Its changelog is the topic itself. */
    static StoreBuilder<KeyValueStore<String, Identity>> identities(StoreMaker stores, ConfluentAvro avro) {
        return stores.store(IDENTITIES, new TopicSerde<>(avro, new IdentityCodec()))
                .withLoggingDisabled();
    }

    static String referenceKey(RowId named, RowId by) {
        return referencePrefix(named) + by.text();
    }

    static String referencePrefix(RowId named) {
        return named.text() + BETWEEN;
    }

    static String referenceEnd(RowId named) {
        return named.text() + AFTER_BETWEEN;
    }

    static References.Reference reference(String key, byte[] mark) {
        int between = key.indexOf(BETWEEN);
        return new References.Reference(
                RowId.parse(key.substring(0, between)),
                RowId.parse(key.substring(between + 1)),
                new References.Mark(mark),
                key);
    }

    static String memberKey(RowId row, String member) {
        return memberPrefix(row) + member;
    }

    static String memberPrefix(RowId row) {
        return row.text() + BETWEEN;
    }

    static String memberEnd(RowId row) {
        return row.text() + AFTER_BETWEEN;
    }

    /** The source row of a {@link #memberKey}. */
    static RowId.OfSource memberOf(String memberKey) {
        return (RowId.OfSource) RowId.parse(memberKey.substring(memberKey.indexOf(BETWEEN) + 1));
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
