/**
 * The two kinds of sources, and what whoever is not capture asks of them: what tables there are, what is in the way, rows, and
 * fences.
 */
@NullMarked
package org.dataferry.capture.origin;

import org.jspecify.annotations.NullMarked;
