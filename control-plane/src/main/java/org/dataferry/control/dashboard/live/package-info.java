/**
 * The newest look at the migration, and those before it: one thread looks for all viewers. Knows nothing of HTTP, nor of who
 * may see what.
 */
@NullMarked
package org.dataferry.control.dashboard.live;

import org.jspecify.annotations.NullMarked;
