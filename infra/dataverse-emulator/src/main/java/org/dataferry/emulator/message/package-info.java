/**
 * A request and a response as values, free of any HTTP server, so that a part of a batch and a request of its own are the same thing.
 */
@NullMarked
package org.dataferry.emulator.message;

import org.jspecify.annotations.NullMarked;
