/**
 * A migration is a folder: its {@code migration.yaml} as a tree of records, read once and checked at start.
 *
 * <p>Secrets never stand in the file: they are named by environment variable or file.
 */
@NullMarked
package org.dataferry.schemas.settings;

import org.jspecify.annotations.NullMarked;
