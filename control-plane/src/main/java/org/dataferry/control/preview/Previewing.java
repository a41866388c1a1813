package org.dataferry.control.preview;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.Selection;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;

/**
 * Makes previews.
 *
 * @param ledger that the selection is from
 * @param limits of the sink that would send the rows
 */
public record Previewing(MigrationTopics topics, ConfluentAvro avro, LedgerReading ledger, LimitSettings.Sink limits) {

    /** Enough to see whether a mapping was mended; a row takes some milliseconds. */
    public static final int MOST_SAMPLED = 20;

    /** With a sample of what the mappings make of the rows. */
    public ReplayPreview of(TableNames names, Segment segment, Selection selection, Sample sample) {
        return new ReplayPreview(names, segment, selection, Effort.of(selection.steps(), limits, ledger), sample);
    }

    /**
     * What the mappings make of the first rows.
     *
     * @param cursor that has not read anything yet
     */
    public Sample sample(Selection selection, Mappings mappings, TopicCursor cursor) {
        List<ReplayStep> some = selection.steps().stream().limit(MOST_SAMPLED).toList();
        Set<String> changes = new TreeSet<>();
        some.forEach(step -> changes.add(topics.changes(step.row().table()).name()));
        cursor.refresh(changes::contains, topic -> false, 0);
        ChangeLog log = new KafkaChangeLog(topics, new EnvelopeReader(topics.migration(), avro), cursor);
        return new SampleMaker(mappings, new SourceImages(ledger, log), ledger).of(some);
    }
}
