package org.dataferry.emulator.limits;

/** What can be exceeded. */
public enum Facet {
    REQUESTS("0x80072322"),
    EXECUTION_TIME("0x80072321"),
    CONCURRENCY("0x80072326"),
    ENTITLEMENT("0x8005f103");

    private final String code;

    Facet(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
