/** Looks at source, log and target from outside: by JDBC, by a plain Kafka consumer, by plain HTTP. */
@NullMarked
package org.dataferry.acceptance.read;

import org.jspecify.annotations.NullMarked;
