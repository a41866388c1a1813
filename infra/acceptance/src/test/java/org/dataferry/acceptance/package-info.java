/**
 * The acceptance of Ferry: what its users are promised, tried out on real servers through the {@code ferry} command.
 *
 * <p>A test here runs the command in a child process and looks at source, log and target from outside. It knows nothing of how Ferry comes
 * to its result; from Ferry's own code it takes the formats of the log only.
 */
@NullMarked
package org.dataferry.acceptance;

import org.jspecify.annotations.NullMarked;
