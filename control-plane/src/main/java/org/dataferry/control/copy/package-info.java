/**
 * Rows into PostgreSQL by COPY: texts come in, the text form of COPY goes out. Knows neither what is copied nor why.
 */
@NullMarked
package org.dataferry.control.copy;

import org.jspecify.annotations.NullMarked;
