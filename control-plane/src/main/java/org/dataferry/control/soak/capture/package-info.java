/**
 * The long fault test of capture: an application that changes and alters its tables while capture, PostgreSQL and Kafka are
 * killed. At the end the log is replayed from its beginning, and must be what the tables are.
 */
@NullMarked
package org.dataferry.control.soak.capture;

import org.jspecify.annotations.NullMarked;
