/**
 * What a replay would do: how many rows and requests, and what the current mappings would make of some of them. Reads the ledger
 * and the topics of changes; needs mappings that were compiled, and knows neither end.
 */
@NullMarked
package org.dataferry.control.preview;

import org.jspecify.annotations.NullMarked;
