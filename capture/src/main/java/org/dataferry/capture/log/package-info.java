/**
 * Writing to Kafka so that nothing is lost unnoticed, and reading small compacted topics whole. Bytes go in and out; it
 * knows nothing of what they mean.
 */
@NullMarked
package org.dataferry.capture.log;

import org.jspecify.annotations.NullMarked;
