/**
 * Durable rows with their indexes, in RocksDB.
 *
 * <p>Units of work enter and are committed whole or not at all; rows and index entries leave. It knows the catalogue's types but nothing of
 * JSON, of HTTP or of Dataverse's rules.
 */
@NullMarked
package org.dataferry.emulator.store;

import org.jspecify.annotations.NullMarked;
