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
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows are meant, as options. All that is said has to hold; of an option that is given several times, one of them. */
final class SegmentOptions {

    @Option(names = "--entity", paramLabel = "E", description = "Whose rows; for links the relationship.")
    private Set<String> entities = new LinkedHashSet<>();

    @Option(names = "--key", paramLabel = "K", description = "Only this source row, such as ALFKI or 10248,42.")
    private Set<String> keys = new LinkedHashSet<>();

    @Option(names = "--table", paramLabel = "T", description = "Only rows of this source table.")
    private Set<String> tables = new LinkedHashSet<>();

    @Option(names = "--rejected", description = "As --outcome rejected.")
    private boolean rejected;

    @Option(names = "--outcome", paramLabel = "O", description = "With such a write: rejected, parked, applied, …")
    private List<String> outcomes = List.of();

    @Option(names = "--error-reason", paramLabel = "R", description = "Rejected for it, such as VALUE_TOO_LONG.")
    private List<String> reasons = List.of();

    @Option(names = "--error-kind", paramLabel = "R", description = "Rejected for such a reason: MAPPING_FAULT, …")
    private List<String> kinds = List.of();

    @Option(names = "--recorded", paramLabel = "A..B", description = "Its outcome is from A on, and before B.")
    private @Nullable String recorded;

    @Option(names = "--mapping-version", paramLabel = "V", description = "Last sent by this version of the mappings.")
    private @Nullable String mappingVersion;

    @Option(names = "--positions", paramLabel = "A..B", description = "For changes at the source from A to B.")
    private @Nullable String positions;

    @Option(names = "--offsets", paramLabel = "P:A-B", description = "For changes in partition P, offsets A to B.")
    private @Nullable String offsets;

    @Option(names = "--changed", paramLabel = "A..B", description = "The row was last changed from A on, before B.")
    private @Nullable String changed;

    @Option(names = "--dependants", description = "Also rows that wait for these, and so on.")
    private boolean dependants;

    @Option(names = "--waived", description = "Also rows that somebody waived.")
    private boolean waived;

    @Option(names = "--filter", paramLabel = "NAME", description = "As saved by that name.")
    private @Nullable String filter;

    @Option(names = "--save-filter", paramLabel = "NAME", description = "Save this as replays/NAME.json; send nothing.")
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
            throw new SettingsException(
                    "--filter has all that says which rows are meant, so nothing else goes with it");
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
                tables.stream().map(TableNames::withSchema).collect(Collectors.toCollection(LinkedHashSet::new)),
                keys,
                changed == null ? Span.ALWAYS : SegmentText.span("--changed", changed),
                new WriteCriteria(
                        wanted,
                        all(reasons, text -> SegmentText.reason("--error-reason", text)),
                        all(kinds, text -> SegmentText.kind("--error-kind", text)),
                        recorded == null ? Span.ALWAYS : SegmentText.span("--recorded", recorded),
                        Optional.ofNullable(mappingVersion),
                        positions == null ? PositionRange.ANY : SegmentText.positions("--positions", positions),
                        Optional.ofNullable(offsets).map(OffsetRange::parse)),
                dependants,
                waived);
    }

    private boolean asksNothing() {
        return keys.isEmpty()
                && tables.isEmpty()
                && !rejected
                && outcomes.isEmpty()
                && reasons.isEmpty()
                && kinds.isEmpty()
                && recorded == null
                && mappingVersion == null
                && positions == null
                && offsets == null
                && changed == null
                && !dependants
                && !waived;
    }

    private static <T> Set<T> all(List<String> texts, Function<String, T> read) {
        return texts.stream().map(read).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
