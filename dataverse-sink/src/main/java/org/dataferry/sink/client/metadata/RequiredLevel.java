package org.dataferry.sink.client.metadata;

/** Whether a column must have a value. The API itself insists only on {@link #SYSTEM_REQUIRED}. */
public enum RequiredLevel {
    NONE("None"),
    RECOMMENDED("Recommended"),
    APPLICATION_REQUIRED("ApplicationRequired"),
    SYSTEM_REQUIRED("SystemRequired");

    private final String wireName;

    RequiredLevel(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    static RequiredLevel of(String wireName) {
        for (RequiredLevel level : values()) {
            if (level.wireName.equals(wireName)) {
                return level;
            }
        }
        return NONE;
    }
}
