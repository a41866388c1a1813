/**
 * Closes what nobody will mend: writes that were refused or are parked, by a waiver. Chooses them from the topics, writes decisions
 * down and reads them back. Knows nothing of how the stages are run; no stage heeds a waiver.
 */
@NullMarked
package org.dataferry.control.waive;

import org.jspecify.annotations.NullMarked;
