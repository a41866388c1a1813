/**
 * Reads all rows of the source once, by COPY in binary form, as they are at the point at which a replication slot begins.
 * The source and the forms of its tables come in; records for the change topics leave, which cannot be told from those of
 * the change log that follows. It decides nothing about when a snapshot is due.
 */
@NullMarked
package org.dataferry.capture.snapshot;

import org.jspecify.annotations.NullMarked;
