/**
 * Source against target, row by row and field by field.
 *
 * <p>Rows of the source enter by way of the mapping, rows of the target by way of the Web API; what leaves is a report of what
 * differs. Of what Ferry itself has written down about its work (outcomes, identities, offsets) nothing is believed: only a
 * fence is awaited while a run goes on, so that what is on its way is not taken for lost.
 *
 * <p>To begin reading: {@link org.dataferry.control.verify.Verification}.
 */
@NullMarked
package org.dataferry.control.verify;

import org.jspecify.annotations.NullMarked;
