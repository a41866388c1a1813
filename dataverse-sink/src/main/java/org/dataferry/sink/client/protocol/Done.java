package org.dataferry.sink.client.protocol;

/** The result of a request that has none but its success. */
public enum Done {
    DONE
}
