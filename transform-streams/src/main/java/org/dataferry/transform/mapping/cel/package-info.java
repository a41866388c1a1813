/**
 * Expressions over the columns of one source table, in CEL with exact decimals and with dates of our own.
 *
 * <p>In comes text and the types of the columns; out comes a checked program that is safe for any thread, or what is
 * wrong with the text. Knows nothing of the target. No type of the CEL library leaves this package.
 */
@NullMarked
package org.dataferry.transform.mapping.cel;

import org.jspecify.annotations.NullMarked;
