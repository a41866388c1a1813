/**
 * Option tables: which number of a choice of Dataverse a text of the source becomes.
 *
 * <p>They are read from the {@code reference} folder of a migration and are part of its mapping version. Knows neither
 * mapping files nor conversions.
 */
@NullMarked
package org.dataferry.transform.mapping.option;

import org.jspecify.annotations.NullMarked;
