/**
 * {@code /_emulator}: what the emulator lets its owner see and change, apart from Dataverse's paths and without a token.
 */
@NullMarked
package org.dataferry.emulator.admin;

import org.jspecify.annotations.NullMarked;
