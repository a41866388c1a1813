/** What this process uses of the daily entitlement: counted as answers come, and kept in Kafka, so that it survives restarts. */
@NullMarked
package org.dataferry.sink.usage;

import org.jspecify.annotations.NullMarked;
