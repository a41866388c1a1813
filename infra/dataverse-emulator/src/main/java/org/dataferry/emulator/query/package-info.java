/**
 * Reads: query options enter, pages of rows leave as JSON. It never changes a row.
 */
@NullMarked
package org.dataferry.emulator.query;

import org.jspecify.annotations.NullMarked;
