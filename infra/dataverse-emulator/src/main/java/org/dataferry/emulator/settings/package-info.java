/**
 * How a setting is written as text. It knows
 * no other package.
 */
@NullMarked
package org.dataferry.emulator.settings;

import org.jspecify.annotations.NullMarked;
