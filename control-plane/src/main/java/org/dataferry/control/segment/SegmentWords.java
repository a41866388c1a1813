package org.dataferry.control.segment;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** A segment as the options of {@code ferry replay}, so that it can be given again. */
final class SegmentWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:+@/-]+");

    private final StringBuilder words = new StringBuilder();

    private SegmentWords() {}

    static String of(Segment segment) {
        SegmentWords all = new SegmentWords();
        WriteCriteria writes = segment.writes();
        all.add("--entity", segment.entities());
        all.add("--table", segment.tables());
        all.add("--key", segment.keys());
        all.add(
                "--changed",
                Optional.of(segment.changed()).filter(span -> !span.isAlways()).map(SegmentText::span));
        all.addLower("--outcome", writes.outcomes());
        all.add("--error-reason", writes.reasons());
        all.add("--error-kind", writes.kinds());
        all.add(
                "--recorded",
                Optional.of(writes.recorded()).filter(span -> !span.isAlways()).map(SegmentText::span));
        all.add("--mapping-version", writes.mappingVersion());
        all.add(
                "--positions",
                Optional.of(writes.positions()).filter(range -> !range.isAny()).map(SegmentText::positions));
        all.add("--offsets", writes.offsets().map(OffsetRange::text));
        all.flag("--dependants", segment.dependants());
        all.flag("--waived", segment.waived());
        return all.words.toString();
    }

    private void addLower(String option, Collection<WriteOutcome> outcomes) {
        add(option, outcomes.stream().map(SegmentText::outcome).toList());
    }

    private void flag(String option, boolean isSet) {
        if (isSet) {
            words.append(words.isEmpty() ? "" : " ").append(option);
        }
    }

    private void add(String option, Optional<?> value) {
        add(option, value.stream().toList());
    }

    private void add(String option, Collection<?> values) {
        values.stream().map(String::valueOf).sorted().forEach(value -> {
            words.append(words.isEmpty() ? "" : " ").append(option).append(' ').append(quoted(value));
        });
    }

    /** As a shell takes it for one word. */
    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
