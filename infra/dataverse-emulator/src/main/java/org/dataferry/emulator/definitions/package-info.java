/**
 * The metadata part of the Web API: definitions are read as JSON and made from JSON.
 *
 * <p>It turns bodies into the catalogue's types and back, builds the indexes of new keys, and has the values of deleted columns taken out of
 * the rows. It never reads or sets a value.
 */
@NullMarked
package org.dataferry.emulator.definitions;

import org.jspecify.annotations.NullMarked;
