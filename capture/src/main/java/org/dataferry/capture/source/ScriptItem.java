package org.dataferry.capture.source;

/** A piece of an SQL script. */
sealed interface ScriptItem {

    /** The line of the script that it starts on, from 1. */
    long line();

    /** A statement without its semicolon. */
    record Statement(long line, String sql) implements ScriptItem {}

    /** A {@code COPY … FROM STDIN} without its semicolon; its data must be read before the next item. */
    record Copy(long line, String sql) implements ScriptItem {}

    /** A line for psql, from its backslash to the end of the line. */
    record MetaCommand(long line, String text) implements ScriptItem {}
}
