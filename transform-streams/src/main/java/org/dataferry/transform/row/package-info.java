/**
 * What becomes of a row of the target, whatever order things happen in: it waits for the rows that it names, goes out with
 * its newest image, is sent again when a row that it names comes back, and goes away when nothing names it any more.
 *
 * <p>Enters: what a row is to be, outcomes, identities that come and go, fences that are passed. Leaves: writes, outcomes
 * of what is settled here, identities of rows that there are none of. Plain single-threaded code of one task; it knows
 * neither Kafka nor mappings files, so that a simulation can run it as it is.
 */
@NullMarked
package org.dataferry.transform.row;

import org.jspecify.annotations.NullMarked;
