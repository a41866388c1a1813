/**
 * Positions of changes. Points in the source's log come in; positions that recognise a change delivered again leave.
 * Epochs are durable before their first use. It knows neither Debezium nor the source.
 */
@NullMarked
package org.dataferry.capture.epoch;

import org.jspecify.annotations.NullMarked;
