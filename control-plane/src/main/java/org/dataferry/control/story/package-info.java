/**
 * A record's story: which rows there are, and all that is known of one. It reads the ledger in PostgreSQL and, for columns that
 * the ledger has forgotten, the topics of writes; documents for people come out, in which data of persons is masked for those who
 * may not see it. Knows no server and writes nothing.
 */
@NullMarked
package org.dataferry.control.story;

import org.jspecify.annotations.NullMarked;
