/** The rows of accepted dumps, for whoever compares them with something else. */
@NullMarked
package org.dataferry.capture.dump.read;

import org.jspecify.annotations.NullMarked;
