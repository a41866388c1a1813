/**
 * The benchmark of what operators work with: how fast the ledger is made from the topics, and how soon its views answer.
 *
 * <p>Fills topics as the stages do, and drives the projection from outside.
 */
@NullMarked
package org.dataferry.control.bench.operate;

import org.jspecify.annotations.NullMarked;
