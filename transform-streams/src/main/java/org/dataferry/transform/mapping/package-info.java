/**
 * A library: how source rows become rows of the target. Knows no Kafka.
 */
@NullMarked
package org.dataferry.transform.mapping;

import org.jspecify.annotations.NullMarked;
