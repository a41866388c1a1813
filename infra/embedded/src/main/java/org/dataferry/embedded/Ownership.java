package org.dataferry.embedded;

/** How long servers that a call starts shall live. */
public enum Ownership {
    /** They stop with the process that started them; after its crash the next start takes them over. */
    OWNED_BY_THIS_PROCESS,
    /** They stay until somebody stops them by {@link EmbeddedServers#stopAll}. */
    KEPT
}
