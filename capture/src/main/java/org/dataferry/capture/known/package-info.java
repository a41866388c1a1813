/** What capture last saw of its source, kept over restarts. Shapes and servers go in and come out; it asks the source nothing. */
@NullMarked
package org.dataferry.capture.known;

import org.jspecify.annotations.NullMarked;
