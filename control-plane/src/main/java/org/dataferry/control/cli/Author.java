package org.dataferry.control.cli;

import picocli.CommandLine.Option;

/** Who gives a command, and why: what is written down of every decision. */
final class Author {

    @Option(
            names = {"--why", "--reason"},
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; it is written down for ever.")
    private String why;

    String name() {
        return currentUser();
    }

    /** Of the system. */
    static String currentUser() {
        return System.getProperty("user.name", "unknown");
    }

    String why() {
        return why;
    }
}
