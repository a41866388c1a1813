/**
 * Markers that prove that everything before them is done.
 */
@NullMarked
package org.dataferry.schemas.fence;

import org.jspecify.annotations.NullMarked;
