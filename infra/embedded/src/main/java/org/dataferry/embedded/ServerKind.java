package org.dataferry.embedded;

/** The servers that can be embedded, with the name that folders, messages and settings use. */
public enum ServerKind {
    /** One Kafka node, broker and controller in one process. */
    KAFKA("kafka"),
    /** Apicurio Registry with the Confluent REST API. */
    REGISTRY("registry"),
    /** The PostgreSQL cluster that stands for the old application's database. */
    SOURCE_POSTGRES("source"),
    /** The PostgreSQL cluster of the ledger. */
    LEDGER_POSTGRES("ledger"),
    /** The Dataverse emulator. */
    EMULATOR("emulator");

    private final String title;

    ServerKind(String title) {
        this.title = title;
    }

    /** The short name, in lower case. */
    public String title() {
        return title;
    }
}
