package org.dataferry.control.replay;

import java.time.Duration;
import java.util.Properties;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.topic.MigrationTopics;

/** Follows what people decide about replays. For one thread. */
public final class ReplayWatch implements AutoCloseable {

    private final ReplayStories stories;
    private final TopicFollower<ControlEvent> control;

    /** Reads all that was decided before the call. */
    public static ReplayWatch open(MigrationTopics topics, ConfluentAvro avro, Properties client, Duration timeout) {
        ReplayStories stories = new ReplayStories();
        TopicFollower<ControlEvent> control = TopicFollower.ofControl(topics, avro, client, stories::take);
        try {
            control.readToEnd(timeout);
        } catch (RuntimeException failed) {
            control.close();
            throw failed;
        }
        return new ReplayWatch(stories, control);
    }

    private ReplayWatch(ReplayStories stories, TopicFollower<ControlEvent> control) {
        this.stories = stories;
        this.control = control;
    }

    /** As far as decisions have arrived by now. */
    public ReplayStories stories() {
        control.read();
        return stories;
    }

    /** How a replay stands by now. */
    ReplayStory.Stage stage(String replayId) {
        return stories()
                .of(replayId)
                .orElseThrow(() -> new ControlException("the topic of decisions knows no replay " + replayId))
                .stage();
    }

    @Override
    public void close() {
        control.close();
    }
}
