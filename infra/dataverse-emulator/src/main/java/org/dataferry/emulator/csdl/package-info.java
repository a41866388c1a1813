/**
 * The definitions as the CSDL document {@code $metadata}.
 *
 * <p>It knows tables and relationships, and nothing of rows.
 */
@NullMarked
package org.dataferry.emulator.csdl;

import org.jspecify.annotations.NullMarked;
