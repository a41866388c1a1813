package org.dataferry.capture.dump;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * What is known of the dumps of a table. Immutable.
 *
 * @param series tells this history from one that began anew elsewhere or later; changes are published under it
 * @param form types by column, fixed when the first dump was accepted; empty before that
 * @param accepted the last ones, in their order
 * @param quarantined that wait for somebody, none older than the last accepted one
 * @param seen files of the watched folder that were judged
 */
public record DumpState(
        String series,
        Map<String, String> form,
        List<Accepted> accepted,
        List<Quarantined> quarantined,
        List<Seen> seen) {

    /** Files remembered; a folder that keeps more is looked at anew, which finds them older than the last one taken. */
    private static final int MOST_SEEN = 5_000;

    /** Dumps remembered; so many can wait to be published. */
    private static final int MOST_ACCEPTED = 10_000;

    /** Reports kept. */
    private static final int MOST_QUARANTINED = 100;

    /**
     * @param number from 1
     * @param checksum of the file's bytes
     * @param takenAt when the source wrote it, in milliseconds since 1970
     * @param acceptedAt in milliseconds since 1970
     * @param letters rows that could not be read at all
     * @param endsWithNewline whether its last line was complete
     */
    public record Accepted(
            long number,
            String file,
            String checksum,
            long takenAt,
            long acceptedAt,
            Counts counts,
            long letters,
            boolean endsWithNewline) {}

    /** @param at when it was looked at, in milliseconds since 1970 */
    public record Quarantined(
            String file, String checksum, long takenAt, long at, Counts counts, List<Finding> findings) {
        public Quarantined {
            findings = List.copyOf(findings);
        }

        /** Whether somebody may take it nevertheless. */
        @JsonIgnore
        public boolean isAcceptable() {
            return findings.stream().allMatch(finding -> finding.kind().isAcceptable());
        }
    }

    /** Of a file: if both are still the same, it was not written since. */
    public record Seen(String file, long bytes, long modified) {}

    /**
     * @param rows of the dump
     * @param deleted rows that it lacks and that the one before has
     */
    public record Counts(long rows, long inserted, long updated, long deleted) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    public DumpState {
        form = Collections.unmodifiableMap(new LinkedHashMap<>(form));
        accepted = List.copyOf(accepted);
        quarantined = List.copyOf(quarantined);
        seen = List.copyOf(seen);
    }

    public static DumpState begin(String series) {
        return new DumpState(series, Map.of(), List.of(), List.of(), List.of());
    }

    public Optional<Accepted> last() {
        return accepted.isEmpty() ? Optional.empty() : Optional.of(accepted.getLast());
    }

    /** What the next dump is called. */
    public long nextNumber() {
        return last().map(Accepted::number).orElse(0L) + 1;
    }

    /** An accepted dump; empty if it is none, or is not remembered any more. */
    public Optional<Accepted> dump(long number) {
        return accepted.stream().filter(dump -> dump.number() == number).findFirst();
    }

    /** Empty before the first dump was accepted. */
    public Optional<DumpForm> dumpForm() {
        return form.isEmpty()
                ? Optional.empty()
                : Optional.of(new DumpForm(form.entrySet().stream()
                        .map(column -> new DumpColumn(column.getKey(), DumpTypes.parse(column.getValue())))
                        .toList()));
    }

    /** With one more dump; those that wait and are not younger are no choice any more. */
    public DumpState with(Accepted dump, DumpForm fixed) {
        Map<String, String> types = new LinkedHashMap<>();
        fixed.columns().forEach(column -> types.put(column.name(), column.type().text()));
        List<Accepted> more = new ArrayList<>(accepted);
        more.add(dump);
        List<Quarantined> waiting = quarantined.stream()
                .filter(each ->
                        each.takenAt() > dump.takenAt() && !each.checksum().equals(dump.checksum()))
                .toList();
        return new DumpState(series, types, tail(more, MOST_ACCEPTED), waiting, seen);
    }

    /** With one more that waits; what was found of the same bytes before, or of what the file held before, is forgotten. */
    public DumpState with(Quarantined dump) {
        List<Quarantined> more = new ArrayList<>(quarantined);
        more.removeIf(
                each -> each.checksum().equals(dump.checksum()) || each.file().equals(dump.file()));
        more.add(dump);
        return new DumpState(series, form, accepted, tail(more, MOST_QUARANTINED), seen);
    }

    /** Without those that wait and are not wanted. */
    public DumpState waitingOnly(Predicate<Quarantined> wanted) {
        return new DumpState(
                series, form, accepted, quarantined.stream().filter(wanted).toList(), seen);
    }

    /** When the last dump was taken that was judged, whether it was accepted or waits; in milliseconds since 1970. */
    public OptionalLong lastTaken() {
        return LongStream.concat(
                        last().stream().mapToLong(Accepted::takenAt),
                        quarantined.stream().mapToLong(Quarantined::takenAt))
                .max();
    }

    /** With a file of the folder that was judged. */
    public DumpState with(Seen file) {
        List<Seen> more = new ArrayList<>(seen);
        more.removeIf(each -> each.file().equals(file.file()));
        more.add(file);
        return new DumpState(series, form, accepted, quarantined, tail(more, MOST_SEEN));
    }

    private static <T> List<T> tail(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
