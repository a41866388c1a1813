/**
 * $batch: multipart bodies are taken apart, their requests answered in order, and the answers put together.
 *
 * <p>It knows how requests travel, not what they mean.
 */
@NullMarked
package org.dataferry.emulator.batch;

import org.jspecify.annotations.NullMarked;
