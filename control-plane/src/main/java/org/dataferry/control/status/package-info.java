/**
 * How a migration stands, in words: what the figures of the ledger and the signs of life of the stages mean for people.
 * Knows nothing of servers, and decides by times that it is given.
 */
@NullMarked
package org.dataferry.control.status;

import org.jspecify.annotations.NullMarked;
