package org.dataferry.transform.mapping.type;

/** A column of a source table. */
public record SourceColumn(String name, SourceType type, boolean nullable) {}
