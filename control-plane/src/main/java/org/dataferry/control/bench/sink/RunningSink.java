package org.dataferry.control.bench.sink;

import org.dataferry.schemas.topic.MigrationTopics;

/** A sink and where it records what became of its writes. */
record RunningSink(SinkClient client, MigrationTopics topics) {}
