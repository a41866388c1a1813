package org.dataferry.schemas.topic;

/**
 * A topic: its name, who owns it, how many partitions it has, and how long it is kept.
 *
 * @param partitions fixed at creation; a topic keyed by rows never changes it, as that would move the rows
 */
public record Topic(String name, TopicOwner owner, int partitions, Retention retention) {

    /** Kafka's own limit; the broker names directories after topics. */
    private static final int MOST_CHARACTERS = 249;

    public Topic {
        if (name.length() > MOST_CHARACTERS) {
            throw new TopicException("the topic name " + name + " has " + name.length() + " characters; Kafka takes "
                    + MOST_CHARACTERS + ". Choose a shorter name for the migration or the source");
        }
        if (partitions < 1) {
            throw new TopicException("topic " + name + " has " + partitions + " partitions, expected 1 or more");
        }
    }

    /** The subject of its values in the schema registry. */
    public String valueSubject() {
        return name + "-value";
    }
}
