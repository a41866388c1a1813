/**
 * One row change at the source, with its identity and position; read from the Debezium envelope.
 *
 * <p>Nothing here knows which way a change came: a log and the difference of two dumps look alike.
 */
@NullMarked
package org.dataferry.schemas.change;

import org.jspecify.annotations.NullMarked;
