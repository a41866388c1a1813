/**
 * A source that gives full dumps of its tables. Settings and files come in; forms of tables, what was accepted, and rows leave.
 * The packages below take a dump in, and publish what has changed. It knows neither Kafka nor a database of the source.
 */
@NullMarked
package org.dataferry.capture.dump;

import org.jspecify.annotations.NullMarked;
