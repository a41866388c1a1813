/**
 * What became of a write.
 */
@NullMarked
package org.dataferry.schemas.outcome;

import org.jspecify.annotations.NullMarked;
