/**
 * How fast capture reads a source: all rows at once beside Debezium's own way and beside what PostgreSQL can give, and changes
 * as they come. It starts servers and captures of its own; nothing of a migration is known here.
 */
@NullMarked
package org.dataferry.control.bench.capture;

import org.jspecify.annotations.NullMarked;
