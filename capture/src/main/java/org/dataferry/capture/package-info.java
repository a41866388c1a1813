/**
 * Capture: what changes in a source becomes change envelopes in the log. Tables and their log come in; Avro records in
 * Debezium's envelope leave. It knows nothing of the target, of mappings, or of who reads the log.
 */
@NullMarked
package org.dataferry.capture;

import org.jspecify.annotations.NullMarked;
