package org.dataferry.sink.loop;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;

/** How many bytes of files are in memory that came with their writes: windows count writes, and these are large. */
final class HeldContents {

    private final long most;
    private final Map<TopicPartition, Long> bytes = new HashMap<>();

    /** @param most bytes, beyond which no more is to be read */
    HeldContents(long most) {
        this.most = most;
    }

    void read(TopicPartition partition, EntityWrite write) {
        add(partition, size(write));
    }

    void settled(TopicPartition partition, EntityWrite write) {
        add(partition, -size(write));
    }

    void drop(Collection<TopicPartition> partitions) {
        bytes.keySet().removeAll(partitions);
    }

    /** Whether too much is held, part of it of this partition; others have nothing to do with it and go on. */
    boolean isFull(TopicPartition partition) {
        return bytes.getOrDefault(partition, 0L) > 0
                && bytes.values().stream().mapToLong(Long::longValue).sum() >= most;
    }

    private void add(TopicPartition partition, long size) {
        if (size != 0) {
            bytes.merge(partition, size, Long::sum);
        }
    }

    private static long size(EntityWrite write) {
        return write instanceof EntityWrite.SetFile file
                        && file.content() instanceof FileContent.Carried(String name, var content)
                ? content.length()
                : 0;
    }
}
