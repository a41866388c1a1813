package org.dataferry.schemas.topic;

/**
 * A topic: its name, who owns it, how many partitions it has, and how long it is kept.
 *
 * @param partitions fixed at creation; a topic keyed by rows never changes it, as that would move the rows
 */
public record Topic(String name, TopicOwner owner, int partitions, Retention retention) {

    /** The subject of its values in the schema registry. */
    public String valueSubject() {
        return name + "-value";
    }
}
