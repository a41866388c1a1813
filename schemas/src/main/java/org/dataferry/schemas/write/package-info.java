/**
 * What is asked of Dataverse: the write, its identity, its version, and the fan-out of a change into writes.
 */
@NullMarked
package org.dataferry.schemas.write;

import org.jspecify.annotations.NullMarked;
