/**
 * Values of columns between their three forms: JSON in bodies, literals in URLs, and what a row holds. Limits of a column are checked here.
 */
@NullMarked
package org.dataferry.emulator.value;

import org.jspecify.annotations.NullMarked;
