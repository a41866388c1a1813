/**
 * The Debezium envelope as it stands in the change topics, read into change events.
 *
 * <p>Both ways in, the log and the dumps, write this envelope. It has one field that Debezium's has not: {@code absent},
 * the names of the columns that the change did not carry.
 */
@NullMarked
package org.dataferry.schemas.envelope;

import org.jspecify.annotations.NullMarked;
