/**
 * Marks in the source's log. The marks that capture sets by itself leave for the source; for each mark that comes back, the
 * end offsets of everything before it leave for the fences topic.
 */
@NullMarked
package org.dataferry.capture.fence;

import org.jspecify.annotations.NullMarked;
