package org.dataferry.control.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.transform.mapping.Mappings;

/** All topics that a migration with these mappings needs. */
public final class MigrationTopicSet {

    private MigrationTopicSet() {}

    public static List<Topic> of(MigrationTopics topics, Mappings mappings) {
        return of(topics, mappings.tables(), written(mappings));
    }

    /** What is written to the target under a name of its own: entities, and the relationships of links. */
    static Set<String> written(Mappings mappings) {
        Set<String> written = new TreeSet<>(mappings.entities());
        written.addAll(mappings.relationships());
        return written;
    }

    /** Those whose values are Avro: all but what Debezium keeps for itself, and input that could not be read. */
    static List<Topic> avro(MigrationTopics topics, Mappings mappings) {
        return of(topics, mappings).stream()
                .filter(topic -> !topic.equals(topics.captureOffsets()) && !topic.equals(topics.deadLetters()))
                .toList();
    }

    private static List<Topic> of(MigrationTopics topics, Set<SourceTable> tables, Set<String> entities) {
        List<Topic> all = new ArrayList<>(List.of(
                topics.replays(),
                topics.fanOuts(),
                topics.votes(),
                topics.identities(),
                topics.deadLetters(),
                topics.fences(),
                topics.control(),
                topics.usage(),
                topics.captureOffsets(),
                topics.captureEpochs(),
                topics.captureSource()));
        tables.forEach(table -> all.add(topics.changes(table)));
        for (String entity : entities) {
            all.add(topics.writes(entity));
            all.add(topics.outcomes(entity));
            all.add(topics.beforeImages(entity));
        }
        return all;
    }
}
