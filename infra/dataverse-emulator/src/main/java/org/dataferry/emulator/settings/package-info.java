/**
 * What settings are made of that more than one part of the emulator reads: the assumptions, and how a setting is written as text. It knows
 * no other package.
 */
@NullMarked
package org.dataferry.emulator.settings;

import org.jspecify.annotations.NullMarked;
