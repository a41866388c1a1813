/**
 * What a row is known by: source tables, source keys, row ids, and their canonical texts.
 *
 * <p>Every Kafka key of Ferry is one of these texts. They carry no schema id, so a key never moves to another
 * partition, and they sort as their values do.
 */
@NullMarked
package org.dataferry.schemas.key;

import org.jspecify.annotations.NullMarked;
