/**
 * Which row of the target a row id is, or why there is none.
 */
@NullMarked
package org.dataferry.schemas.identity;

import org.jspecify.annotations.NullMarked;
