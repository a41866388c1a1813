package org.dataferry.control.dashboard;

import java.util.function.Supplier;
import org.dataferry.control.dashboard.live.Decisions;
import org.dataferry.control.dashboard.live.Watched;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.status.Look;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;

/** A real migration: looks at it, and follows what people decide. To be closed once nobody looks any more. */
final class MigrationWatch implements Watched, AutoCloseable {

    private final Supplier<Look> looks;
    private final TopicFollower<ControlEvent> follower;

    MigrationWatch(Supplier<Look> looks, MigrationTopics topics, Endpoints endpoints, Decisions decisions) {
        this.looks = looks;
        this.follower = TopicFollower.ofControl(
                topics,
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                endpoints.kafkaClient(),
                decisions::add);
    }

    @Override
    public Look look() {
        return looks.get();
    }

    @Override
    public void follow() {
        follower.read();
    }

    @Override
    public void close() {
        follower.close();
    }
}
