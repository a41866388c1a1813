/**
 * What tables, columns, keys, lookups and many-to-many relationships an environment has, and making those that are missing.
 *
 * <p>{@link org.dataferry.sink.client.metadata.MetadataReader} turns a table's definition into records; a
 * {@link org.dataferry.sink.client.metadata.ColumnType} says what a column can hold.
 * {@link org.dataferry.sink.client.metadata.MetadataWriter} makes one thing at a time and returns when it is usable. It
 * never changes or removes what exists. Which things a migration needs is not known here.
 */
@NullMarked
package org.dataferry.sink.client.metadata;

import org.jspecify.annotations.NullMarked;
