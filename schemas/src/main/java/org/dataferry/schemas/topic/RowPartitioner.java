package org.dataferry.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;
import org.dataferry.schemas.key.RowId;

/**
 * The one rule by which rows are spread over partitions: a hash of the source key's canonical text. A source row and
 * what it becomes so share a task, whatever topics they stand in.
 *
 * <p>The hash is Kafka's own for keys, so any client finds a key where it expects it.
 */
public final class RowPartitioner {

    private RowPartitioner() {}

    /** The partition of a topic that is keyed by source keys. */
    public static int ofSourceKey(String keyText, int partitions) {
        return Utils.toPositive(Utils.murmur2(keyText.getBytes(UTF_8))) % partitions;
    }

    /** The partition of a topic that is keyed by row ids. */
    public static int ofRowId(String rowIdText, int partitions) {
        return ofSourceKey(RowId.partitionText(rowIdText), partitions);
    }
}
