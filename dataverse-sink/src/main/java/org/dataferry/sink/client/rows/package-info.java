/**
 * Rows, written and read. Entity sets, addresses and JSON bodies enter; ids, rows and answers leave.
 *
 * <p>{@link org.dataferry.sink.client.rows.RowWriter} writes one row, or many of one table in one request, all or
 * nothing. {@link org.dataferry.sink.client.rows.Batch} carries up to 1,000 requests in one, each on its own with its own
 * answer; its parts come from {@link org.dataferry.sink.client.rows.RowRequests}.
 * {@link org.dataferry.sink.client.rows.IdentityReader} finds GUIDs by key, {@link org.dataferry.sink.client.rows.RowReader}
 * reads rows.
 *
 * <p>Bodies are taken as they are: what a column may hold, which version of a row is newer and what to do with a refusal
 * is not known here.
 */
@NullMarked
package org.dataferry.sink.client.rows;

import org.jspecify.annotations.NullMarked;
