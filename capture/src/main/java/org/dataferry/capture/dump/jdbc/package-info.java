/** Reads a table or the result of a query by JDBC, whole and in one transaction, as a dump. */
@NullMarked
package org.dataferry.capture.dump.jdbc;

import org.jspecify.annotations.NullMarked;
