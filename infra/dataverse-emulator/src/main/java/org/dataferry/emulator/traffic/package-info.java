/**
 * What came and what was answered: the request log, and what each client achieved.
 */
@NullMarked
package org.dataferry.emulator.traffic;

import org.jspecify.annotations.NullMarked;
