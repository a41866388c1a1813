/**
 * Service protection limits: three budgets per user and server over a sliding window.
 */
@NullMarked
package org.dataferry.emulator.limits;

import org.jspecify.annotations.NullMarked;
