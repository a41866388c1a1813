package org.dataferry.control.replay;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Finds the source rows of a choice in the changes of the entity's tables, where there is no ledger to ask.
 *
 * <p>Reads these topics whole. In memory it takes about 300 bytes per chosen row, which is every row of the tables if
 * nothing narrows the choice.
 */
public final class ReplaySelection {

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final TopicCursor cursor;

    /** @param cursor that has not read anything yet */
    public ReplaySelection(MigrationTopics topics, ConfluentAvro avro, TopicCursor cursor) {
        this.topics = topics;
        this.avro = avro;
        this.cursor = cursor;
    }

    /** @throws SettingsException if a key names no row */
    public List<ReplayRow> rows(ReplayChoice choice) {
        Set<String> changes = new TreeSet<>();
        choice.tables().forEach(table -> changes.add(topics.changes(table).name()));
        cursor.refresh(changes::contains, topic -> false, 0);
        ChosenRows chosen = new ChosenRows(choice);
        cursor.readToEnd(changes::contains, record -> read(record, chosen));
        Set<ReplayRow> rows = chosen.rows();
        choice.keys().forEach(key -> requireFound(key, rows, choice));
        return List.copyOf(rows);
    }

    private void read(ConsumerRecord<String, byte[]> record, ChosenRows rows) {
        SourceTable table = topics.tableOf(record.topic()).orElseThrow();
        EnvelopeReader.Content content;
        try {
            content = new EnvelopeReader(topics.migration(), avro)
                    .read(table, record.key(), record.value(), record.headers());
        } catch (UnreadableRecordException deadLetter) {
            return;
        }
        if (content instanceof EnvelopeReader.Content.Event(ChangeEvent event)) {
            ReplayRow row = new ReplayRow(table, event.id().key());
            if (event instanceof ChangeEvent.Deleted) {
                rows.deleted(row);
            } else {
                rows.changed(row);
            }
        }
    }

    private static void requireFound(String key, Set<ReplayRow> rows, ReplayChoice choice) {
        if (rows.stream().noneMatch(row -> row.isMeantBy(key))) {
            throw new SettingsException("--key " + key + " is no row of "
                    + String.join(
                            ", ",
                            choice.tables().stream()
                                    .map(SourceTable::qualified)
                                    .sorted()
                                    .toList())
                    + ". A key is its value, such as ALFKI; its values with commas between them, such as 10248,42; or"
                    + " its canonical text, as in the topics");
        }
    }
}
