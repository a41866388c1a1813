/**
 * Long fault tests of the whole, run by command: a migration of their own on embedded servers, its stages as child
 * processes that are killed, a writer of transactions, and invariants that must hold at the end. They look at the
 * migration from outside: its topics, its source by JDBC, its target by HTTP.
 */
@NullMarked
package org.dataferry.control.soak;

import org.jspecify.annotations.NullMarked;
