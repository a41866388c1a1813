/** Writes made up for tests. */
@NullMarked
package org.dataferry.sink.testing;

import org.jspecify.annotations.NullMarked;
