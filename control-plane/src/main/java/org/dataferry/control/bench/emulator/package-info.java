/**
 * The emulator's benchmark: how many rows a second it takes and gives, so that it is never what a migration's benchmark
 * measures.
 */
@NullMarked
package org.dataferry.control.bench.emulator;

import org.jspecify.annotations.NullMarked;
