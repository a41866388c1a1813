/** The topic {@code control}, to be read: what people decided, in their order. Knows nothing of what follows from it. */
@NullMarked
package org.dataferry.schemas.journal;

import org.jspecify.annotations.NullMarked;
