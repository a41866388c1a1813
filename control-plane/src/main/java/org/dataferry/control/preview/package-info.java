/**
 * What a replay would do: how many rows and requests, and what the current mappings would make of some of them. Reads the ledger
 * and the topics of changes; compiles the mappings against both ends for that.
 */
@NullMarked
package org.dataferry.control.preview;

import org.jspecify.annotations.NullMarked;
