/**
 * Benchmarks: real servers and the classes that a migration runs, beside a peer in the same run.
 *
 * <p>In goes a size; out come figures, which say what they are of. Knows the stages and the embedded servers; knows
 * neither a migration's folder nor the command.
 */
@NullMarked
package org.dataferry.control.bench;

import org.jspecify.annotations.NullMarked;
