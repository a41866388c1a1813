/**
 * What is wrong with mapping files, and what would be right.
 *
 * <p>Problems are collected, not thrown one by one: the migration developer sees all of them at once. Knows nothing of
 * the mapping language itself.
 */
@NullMarked
package org.dataferry.transform.mapping.problem;

import org.jspecify.annotations.NullMarked;
