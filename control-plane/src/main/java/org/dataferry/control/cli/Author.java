package org.dataferry.control.cli;

import org.dataferry.schemas.control.SourceEvent;
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

    /** Of the system; told apart from capture itself, where somebody is called so. */
    static String currentUser() {
        String user = System.getProperty("user.name", "unknown");
        return user.equals(SourceEvent.CAPTURE) ? "user " + user : user;
    }

    String why() {
        return why;
    }
}
