package org.dataferry.schemas.topic;

/** The stage that writes a topic. Others only read it. */
public enum TopicOwner {
    CAPTURE,
    TRANSFORM_STREAMS,
    DATAVERSE_SINK,
    TRANSFORM_AND_SINK,
    CONTROL_PLANE,
    ANY
}
