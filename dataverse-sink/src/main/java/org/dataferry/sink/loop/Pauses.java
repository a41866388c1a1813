package org.dataferry.sink.loop;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * What is not to be sent for now.
 *
 * @param entities whose rows, and relationships whose links
 * @param topics the topics of their writes, of which no more is read
 */
record Pauses(Set<String> entities, Set<String> topics) {

    static final Pauses NONE = new Pauses(Set.of(), Set.of());

    Pauses {
        entities = Set.copyOf(entities);
        topics = Set.copyOf(topics);
    }

    /** @param written all entities and relationships that the sink writes */
    static Pauses of(SinkControl control, Collection<String> written, MigrationTopics names) {
        Set<String> paused = written.stream().filter(control::isPaused).collect(Collectors.toSet());
        return new Pauses(
                paused,
                paused.stream().map(entity -> names.writes(entity).name()).collect(Collectors.toSet()));
    }
}
