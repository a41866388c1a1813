/**
 * What Microsoft's pages leave open, as settings: each with the documented value as its default, or the one that is harder for a client.
 *
 * <p>This package knows no other one.
 */
@NullMarked
package org.dataferry.emulator.assumptions;

import org.jspecify.annotations.NullMarked;
