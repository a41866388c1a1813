/**
 * The balanced sum of all outcomes, read from the topics. Kill it and the migration runs on.
 */
@NullMarked
package org.dataferry.control.ledger;

import org.jspecify.annotations.NullMarked;
