package org.dataferry.transform.mapping.type;

/** How Dataverse understands a date and time (Microsoft Learn, "Behavior and format of the Date and Time column"). */
public enum DateTimeBehavior {
    /** A point in time, shown in each user's zone. */
    USER_LOCAL("userLocal"),
    /** Digits without a zone, shown alike to everybody. */
    TIME_ZONE_INDEPENDENT("timeZoneIndependent");

    private final String text;

    DateTimeBehavior(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
