/**
 * How long requests would take in a real environment, from their shapes and the settings, and the highest rate that follows for any client.
 */
@NullMarked
package org.dataferry.emulator.latency;

import org.jspecify.annotations.NullMarked;
