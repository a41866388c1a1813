/**
 * A thin client of the Confluent Schema Registry REST API, used alike for every registry that speaks it.
 */
@NullMarked
package org.dataferry.schemas.registry;

import org.jspecify.annotations.NullMarked;
