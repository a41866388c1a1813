/**
 * Which rows a replay is about: a segment as people write it, and the source rows that it means by the ledger. Reads the ledger
 * and nothing else; changes nothing, and sends nothing.
 */
@NullMarked
package org.dataferry.control.segment;

import org.jspecify.annotations.NullMarked;
