/**
 * Tables, columns, alternate keys and relationships as values.
 *
 * <p>Immutable values; a change makes a new catalogue. It knows nothing of rows, of JSON bodies or of the store that keeps it.
 */
@NullMarked
package org.dataferry.emulator.metadata;

import org.jspecify.annotations.NullMarked;
