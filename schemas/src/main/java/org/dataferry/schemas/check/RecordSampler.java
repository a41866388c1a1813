package org.dataferry.schemas.check;

import java.util.List;
import org.dataferry.schemas.topic.Topic;

/** Takes a few records out of a topic, to see what it holds. */
public interface RecordSampler {

    /**
     * The first and the last record with a value of each partition; fewer where a partition has fewer, none for a topic
     * that does not exist. Blocks for a bounded time.
     */
    List<SampledRecord> sample(Topic topic);
}
