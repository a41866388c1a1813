/**
 * Which row of the target a row id is, or why there is none; and what it held before Ferry wrote it.
 */
@NullMarked
package org.dataferry.schemas.identity;

import org.jspecify.annotations.NullMarked;
