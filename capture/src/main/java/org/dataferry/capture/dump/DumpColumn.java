package org.dataferry.capture.dump;

/** A column of the dumps of a table. */
public record DumpColumn(String name, DumpType type) {}
