/**
 * Where people steer a migration while it runs: what they ask for is checked, and written down as an event that the sinks
 * follow. Knows nothing of who asked by which way.
 */
@NullMarked
package org.dataferry.control.steer;

import org.jspecify.annotations.NullMarked;
