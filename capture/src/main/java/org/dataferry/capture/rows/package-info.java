/**
 * The rows of a source as they are now, in Ferry's own types.
 *
 * <p>PostgreSQL's text for a value comes in, the value that a mapping is given leaves. Nothing here knows the log, Debezium
 * or the envelope: what is read here is to tell whether they were right.
 */
@NullMarked
package org.dataferry.capture.rows;

import org.jspecify.annotations.NullMarked;
