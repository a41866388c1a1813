/** Which offsets are done, although requests finish in any order; and that knowledge as commit metadata. Knows no HTTP. */
@NullMarked
package org.dataferry.sink.checkpoint;

import org.jspecify.annotations.NullMarked;
