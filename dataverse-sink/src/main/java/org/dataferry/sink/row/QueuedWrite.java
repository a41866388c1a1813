package org.dataferry.sink.row;

import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;

/**
 * A write as it was read.
 *
 * @param inDoubt the last owner of the partition may have sent it: it is read back before it is written
 */
public record QueuedWrite(EntityWrite write, TopicPartition partition, long offset, boolean inDoubt) {}
