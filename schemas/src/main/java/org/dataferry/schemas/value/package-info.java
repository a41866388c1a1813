/**
 * Typed values: one canonical form, shared by what is read from a source, what is mapped, and what is compared later.
 *
 * <p>Nothing here knows Avro, Dataverse or SQL; the edges convert to and from these types.
 */
@NullMarked
package org.dataferry.schemas.value;

import org.jspecify.annotations.NullMarked;
