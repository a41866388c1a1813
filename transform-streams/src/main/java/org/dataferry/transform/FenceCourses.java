package org.dataferry.transform;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;

/** The fences of all sources, each followed by itself: none of them waits for those of another. */
final class FenceCourses {

    private final Map<String, FenceCourse> bySource = new TreeMap<>();

    /** @param afterTransform told each fence that transform has passed */
    FenceCourses(
            MigrationTopics topics,
            Mappings mappings,
            FenceCourse.Offsets offsets,
            FenceProgress progress,
            Consumer<String> afterTransform) {
        Set<String> written = new TreeSet<>(mappings.entities());
        written.addAll(mappings.relationships());
        sources(mappings)
                .forEach(source -> bySource.put(
                        source,
                        new FenceCourse(
                                topics,
                                mappings.tables().stream()
                                        .filter(table -> table.source().equals(source))
                                        .toList(),
                                written,
                                offsets,
                                round -> progress.passedUpTo(source, round),
                                afterTransform)));
    }

    /** Those that rows or links are made of. */
    static Set<String> sources(Mappings mappings) {
        return mappings.tables().stream().map(SourceTable::source).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param round in which it was first seen */
    void saw(FenceEvent.Reached fence, long round) {
        Optional.ofNullable(bySource.get(fence.source())).ifPresent(course -> course.saw(fence, round));
    }

    /** Of these sources the log does not grow: where it ends is as good as a fence. */
    void sawNoMore(Collection<String> silent, long round) {
        silent.forEach(source -> bySource.get(source).sawNoMore(round));
    }

    /** As far as the stages have come by now. */
    void goOn() {
        bySource.values().forEach(FenceCourse::goOn);
    }
}
