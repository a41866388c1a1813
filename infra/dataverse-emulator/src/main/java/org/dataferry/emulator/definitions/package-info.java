/**
 * The metadata part of the Web API: definitions are read as JSON and made from JSON.
 *
 * <p>It turns bodies into the catalogue's types and back, and builds the indexes of new keys. It never touches a row's values.
 */
@NullMarked
package org.dataferry.emulator.definitions;

import org.jspecify.annotations.NullMarked;
