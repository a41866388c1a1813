package org.dataferry.sink.client.protocol;

/** What a request is for, as metrics and logs name it. */
public enum Operation {
    WHO_AM_I,
    CREATE_MULTIPLE,
    UPDATE_MULTIPLE,
    UPSERT_MULTIPLE,
    CREATE,
    UPDATE,
    UPSERT,
    DELETE,
    READ,
    BATCH,
    /** The content of a file column, or a part of it. */
    FILE,
    METADATA_READ,
    METADATA_WRITE;

    /** Whether its sender makes several requests of it when it is refused, so that it need not be sent again as it is. */
    public boolean divides() {
        return switch (this) {
            case CREATE_MULTIPLE, UPDATE_MULTIPLE, UPSERT_MULTIPLE, BATCH -> true;
            case WHO_AM_I, CREATE, UPDATE, UPSERT, DELETE, READ, FILE, METADATA_READ, METADATA_WRITE -> false;
        };
    }
}
