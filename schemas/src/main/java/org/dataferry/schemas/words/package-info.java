/** Words that messages to people have in common. */
@NullMarked
package org.dataferry.schemas.words;

import org.jspecify.annotations.NullMarked;
