/**
 * The long fault test of the sink, from outside: sinks as child processes between topics that the soak fills as the transform would, and an
 * emulator with its faults switched on. A model says what the target should hold; it is compared by plain HTTP.
 */
@NullMarked
package org.dataferry.control.soak.sink;

import org.jspecify.annotations.NullMarked;
