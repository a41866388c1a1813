/** Writing to the journal of decisions. Events go in; it decides nothing. */
@NullMarked
package org.dataferry.capture.journal;

import org.jspecify.annotations.NullMarked;
