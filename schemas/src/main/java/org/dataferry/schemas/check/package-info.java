/**
 * Whether what the log holds can still be read: asked once at start, before a stage takes its first record.
 *
 * <p>Records enter as raw bytes; nothing here knows what they say.
 */
@NullMarked
package org.dataferry.schemas.check;

import org.jspecify.annotations.NullMarked;
