package org.dataferry.capture.source;

import java.util.Set;

/** What PostgreSQL tells of the old row in an update or delete. */
public sealed interface ReplicaIdentity {

    /** The columns of the primary key. */
    record PrimaryKey() implements ReplicaIdentity {}

    /** Every column. */
    record Full() implements ReplicaIdentity {}

    /** The columns of a unique index. */
    record Index(Set<String> columns) implements ReplicaIdentity {
        public Index {
            columns = Set.copyOf(columns);
        }
    }

    /** Nothing: updates and deletes of a published table fail. */
    record Nothing() implements ReplicaIdentity {}
}
