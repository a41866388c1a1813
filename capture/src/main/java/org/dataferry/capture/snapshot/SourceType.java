package org.dataferry.capture.snapshot;

/**
 * A column's type in PostgreSQL; a domain counts as the type that it is made of.
 *
 * @param name as in {@code pg_type}; empty unless it is one of PostgreSQL's own, of an extension that is known, or an enum
 */
record SourceType(String name, boolean isEnum) {}
