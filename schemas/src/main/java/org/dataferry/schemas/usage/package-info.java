/** How many requests the sinks have used of what the application users are entitled to in a day. */
@NullMarked
package org.dataferry.schemas.usage;

import org.jspecify.annotations.NullMarked;
