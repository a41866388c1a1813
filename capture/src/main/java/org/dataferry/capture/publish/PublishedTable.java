package org.dataferry.capture.publish;

import java.util.List;
import java.util.Set;
import org.dataferry.capture.convert.BeforeImage;
import org.dataferry.capture.convert.CapturedTable;
import org.dataferry.capture.source.ReplicaIdentity;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;

/**
 * A captured table and where its changes go.
 *
 * @param captured what conversion must know of it
 * @param key the columns of its primary key, in the key's order
 */
public record PublishedTable(SourceTable name, CapturedTable captured, List<String> key, Topic topic) {

    public PublishedTable {
        key = List.copyOf(key);
    }

    public static PublishedTable of(
            String source, org.dataferry.capture.source.SourceTable table, MigrationTopics topics) {
        SourceTable name =
                new SourceTable(source, table.name().schema(), table.name().table());
        BeforeImage before = switch (table.replicaIdentity()) {
            case ReplicaIdentity.Full full -> new BeforeImage.Complete();
            case ReplicaIdentity.PrimaryKey primary -> new BeforeImage.OnlyColumns(Set.copyOf(table.primaryKey()));
            case ReplicaIdentity.Index(Set<String> columns) -> new BeforeImage.OnlyColumns(columns);
            case ReplicaIdentity.Nothing nothing -> new BeforeImage.OnlyColumns(Set.of());
        };
        return new PublishedTable(
                name,
                new CapturedTable(source, name.schema(), name.table(), before),
                table.primaryKey(),
                topics.changes(name));
    }
}
