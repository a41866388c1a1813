/**
 * The mapping files as they are written: YAML in, one record tree per file out, with the line of each field.
 *
 * <p>Knows the form of the language only; whether a column exists or an expression is right is checked elsewhere.
 */
@NullMarked
package org.dataferry.transform.mapping.language;

import org.jspecify.annotations.NullMarked;
