/** Small topics that are read whole and then followed: what people decided, what was used. Knows nothing of what follows from it. */
@NullMarked
package org.dataferry.schemas.follow;

import org.jspecify.annotations.NullMarked;
