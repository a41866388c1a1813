/**
 * What a request is before it is answered: its operation, table, rows and columns, read from its address and by a quick scan of its body.
 * Limits, latencies, faults and statistics go by it; the answer never does.
 */
@NullMarked
package org.dataferry.emulator.shape;

import org.jspecify.annotations.NullMarked;
