/**
 * Types of columns at both ends, as far as a mapping cares: what a source column holds, what a column of Dataverse
 * takes.
 *
 * <p>Others translate a source's catalogue and Dataverse's metadata into these types; nothing here reads either.
 */
@NullMarked
package org.dataferry.transform.mapping.type;

import org.jspecify.annotations.NullMarked;
