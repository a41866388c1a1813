package org.dataferry.sink.row;

import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;

/**
 * A write that waits for its turn.
 *
 * @param write as it was read, or with the changes of older ones that it stands for
 * @param inDoubt it may have been sent before, by us or by the last owner of the partition: it is read back before it is
 *     written
 */
public record QueuedWrite(EntityWrite write, TopicPartition partition, long offset, boolean inDoubt, Tries tries) {}
