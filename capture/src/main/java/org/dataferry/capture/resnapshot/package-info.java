/**
 * Rows of a table are read again while its changes go on. What people ask in {@code control} comes in; where the log and the
 * table differ, the rows of the table, and the deletes of those that are gone, leave for the table's topic.
 */
@NullMarked
package org.dataferry.capture.resnapshot;

import org.jspecify.annotations.NullMarked;
