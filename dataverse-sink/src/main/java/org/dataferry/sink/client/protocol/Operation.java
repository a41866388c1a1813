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
    METADATA_READ,
    METADATA_WRITE
}
