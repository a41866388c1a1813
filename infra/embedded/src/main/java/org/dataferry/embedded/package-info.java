/**
 * Real servers on one machine without Docker: Kafka, the schema registry, two PostgreSQL clusters and the Dataverse emulator.
 *
 * <p>In comes a state directory and the set of servers that are wanted; out come their addresses. Each server is a child process with
 * durable data, a port that stays the same, and an owner. What the servers are used for is not known here: no topic, no table, no schema.
 */
@NullMarked
package org.dataferry.embedded;

import org.jspecify.annotations.NullMarked;
