/**
 * From a value of the source, or of an expression, to a value that a column of Dataverse takes.
 *
 * <p>What may be converted is decided by the two types before the first row; what a row holds is then taken as it is or
 * refused with a reason, and never changed in silence beyond the written rules. Knows neither files nor expressions.
 */
@NullMarked
package org.dataferry.transform.mapping.convert;

import org.jspecify.annotations.NullMarked;
