/**
 * From a row of the source to a row of an entity: mapping files in, checked once against the types of both ends, out a
 * mapping that gives a result for every row.
 *
 * <p>Everything that can be wrong in a file is told before the first row. Must not know Kafka, HTTP or SQL; others
 * bring the source's catalogue and Dataverse's metadata as the types of {@code mapping.type}.
 */
@NullMarked
package org.dataferry.transform.mapping;

import org.jspecify.annotations.NullMarked;
