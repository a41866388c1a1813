/**
 * Writes: a JSON body enters, validated changes of rows go into a unit of work. What is refused, and with which code, is decided here.
 */
@NullMarked
package org.dataferry.emulator.write;

import org.jspecify.annotations.NullMarked;
