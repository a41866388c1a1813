package org.dataferry.control.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataferry.control.segment.OffsetRange;
import org.dataferry.control.segment.PositionRange;
import org.dataferry.control.segment.SavedSegments;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentText;
import org.dataferry.control.segment.Span;
import org.dataferry.control.segment.WriteCriteria;
import org.dataferry.control.segment.WriteOutcome;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows are meant, as options. All that is said has to hold; of an option that is given several times, one of them. */
final class SegmentOptions {

    private static final String SEVERAL = "; may be given several times.";

    @Option(
            names = "--entity",
            paramLabel = "E",
            description = "Whose rows: the logical name of the entity, or for links the relationship" + SEVERAL)
    private Set<String> entities = new LinkedHashSet<>();

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "Only this source row" + SEVERAL + " Its value, such as ALFKI; of a composite key the values with"
                    + " commas between them, such as 10248,42; or the canonical text of the topics.")
    private Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--table", paramLabel = "T", description = "Only rows of this source table, as public.orders" + SEVERAL)
    private Set<String> tables = new LinkedHashSet<>();

    @Option(names = "--rejected", description = "As --outcome rejected.")
    private boolean rejected;

    @Option(
            names = "--outcome",
            paramLabel = "O",
            description = "Rows with a write that is rejected, parked, bounced, deferred, in-flight, applied, already-applied or"
                    + " skipped" + SEVERAL)
    private List<String> outcomes = List.of();

    @Option(
            names = "--error-reason",
            paramLabel = "R",
            description = "Rejected for this reason, such as VALUE_TOO_LONG" + SEVERAL)
    private List<String> reasons = List.of();

    @Option(
            names = "--error-kind",
            paramLabel = "K",
            description = "Rejected for a reason of this kind, such as MAPPING_FAULT: who can mend it" + SEVERAL)
    private List<String> kinds = List.of();

    @Option(names = "--recorded-from", paramLabel = "T", description = "The outcome was recorded then or later.")
    private @Nullable String recordedFrom;

    @Option(names = "--recorded-to", paramLabel = "T", description = "The outcome was recorded before.")
    private @Nullable String recordedTo;

    @Option(
            names = "--mapping-version",
            paramLabel = "V",
            description = "Last sent by this version of the mappings: mapping_version of the ledger.")
    private @Nullable String mappingVersion;

    @Option(
            names = "--position-from",
            paramLabel = "P",
            description = "Written for a change at this position of the source or after it.")
    private @Nullable String positionFrom;

    @Option(
            names = "--position-to",
            paramLabel = "P",
            description = "Written for a change at this position of the source or before it.")
    private @Nullable String positionTo;

    @Option(
            names = "--offsets",
            paramLabel = "P:N-M",
            description = "Written for a change at these offsets of partition P of its table's topic.")
    private @Nullable String offsets;

    @Option(
            names = "--changed-from",
            paramLabel = "T",
            description = "The newest change of the source row was committed then or later.")
    private @Nullable String changedFrom;

    @Option(
            names = "--changed-to",
            paramLabel = "T",
            description = "The newest change of the source row was committed before.")
    private @Nullable String changedTo;

    @Option(
            names = "--dependants",
            description = "Also the rows that are parked until one of these has come, and who waits for them in turn.")
    private boolean dependants;

    @Option(names = "--filter", paramLabel = "NAME", description = "What was saved by that name, instead of all of these.")
    private @Nullable String filter;

    @Option(
            names = "--save-filter",
            paramLabel = "NAME",
            description = "Save these as replays/NAME.json in the folder, and send nothing.")
    private @Nullable String saveFilter;

    boolean isGiven() {
        return !entities.isEmpty() || filter != null || saveFilter != null || !asksNothing();
    }

    /** The name to save it by. */
    Optional<String> toSave() {
        return Optional.ofNullable(saveFilter);
    }

    /**
     * @param directory of the migration, where filters are saved
     * @throws SettingsException if they mean nothing, or contradict each other
     */
    Segment segment(Path directory) {
        if (filter == null) {
            return segment();
        }
        if (!entities.isEmpty() || !asksNothing()) {
            throw new SettingsException("--filter has all that says which rows are meant, so nothing else goes with it");
        }
        return new SavedSegments(directory).load(filter);
    }

    private Segment segment() {
        Set<WriteOutcome> wanted = all(outcomes, text -> SegmentText.outcome("--outcome", text));
        if (rejected) {
            wanted.add(WriteOutcome.REJECTED);
        }
        return new Segment(
                entities,
                tables,
                keys,
                span("--changed", changedFrom, changedTo),
                new WriteCriteria(
                        wanted,
                        all(reasons, text -> SegmentText.reason("--error-reason", text)),
                        all(kinds, text -> SegmentText.kind("--error-kind", text)),
                        span("--recorded", recordedFrom, recordedTo),
                        Optional.ofNullable(mappingVersion),
                        new PositionRange(
                                Optional.ofNullable(positionFrom)
                                        .map(text -> SegmentText.position("--position-from", text)),
                                Optional.ofNullable(positionTo)
                                        .map(text -> SegmentText.position("--position-to", text))),
                        Optional.ofNullable(offsets).map(OffsetRange::parse)),
                dependants);
    }

    private boolean asksNothing() {
        return keys.isEmpty()
                && tables.isEmpty()
                && !rejected
                && outcomes.isEmpty()
                && reasons.isEmpty()
                && kinds.isEmpty()
                && recordedFrom == null
                && recordedTo == null
                && mappingVersion == null
                && positionFrom == null
                && positionTo == null
                && offsets == null
                && changedFrom == null
                && changedTo == null
                && !dependants;
    }

    private static Span span(String option, @Nullable String from, @Nullable String to) {
        return new Span(
                Optional.ofNullable(from).map(text -> SegmentText.moment(option + "-from", text)),
                Optional.ofNullable(to).map(text -> SegmentText.moment(option + "-to", text)));
    }

    private static <T> Set<T> all(List<String> texts, Function<String, T> read) {
        return texts.stream().map(read).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
