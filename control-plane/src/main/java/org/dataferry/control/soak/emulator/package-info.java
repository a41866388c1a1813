/**
 * The long fault test of the emulator alone, from outside: the emulator is a child process, known by its command and its HTTP only. Its limits are
 * counted again from its request log, and it is killed during bulk writes.
 */
@NullMarked
package org.dataferry.control.soak.emulator;

import org.jspecify.annotations.NullMarked;
