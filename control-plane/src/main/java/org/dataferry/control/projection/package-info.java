/**
 * The ledger in PostgreSQL: what stands in the migration's topics, as tables and views that a person can read. Records come in,
 * SQL goes out; nothing else of Ferry waits for it, and nothing here writes to a topic.
 *
 * <p>A batch of records and the offsets behind it are one transaction. Within a partition records are taken in order, each once;
 * over partitions and topics in any order, and the tables hold the same in the end. No column has a time that a record did not
 * bring, so a ledger that is made anew is the same one.
 */
@NullMarked
package org.dataferry.control.projection;

import org.jspecify.annotations.NullMarked;
