/**
 * The {@code ferry} command, and what it needs of all parts.
 *
 * <p>It starts the processes and reads their topics; none of them ever waits for it.
 */
@NullMarked
package org.dataferry.control;

import org.jspecify.annotations.NullMarked;
