/**
 * Faults on demand: rules that make a request fail, vanish, wait or commit late, for tests of clients.
 */
@NullMarked
package org.dataferry.emulator.faults;

import org.jspecify.annotations.NullMarked;
