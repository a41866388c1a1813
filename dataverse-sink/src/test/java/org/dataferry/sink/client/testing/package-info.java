/** Hand-written doubles: a clock, a sleeper and a scripted server on loopback. */
@NullMarked
package org.dataferry.sink.client.testing;

import org.jspecify.annotations.NullMarked;
