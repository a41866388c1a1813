/**
 * The guard before anything is published. A file comes in; it is accepted as the next dump of its table, with what has changed
 * since the one before it, or it waits with the reasons. Nothing here knows how changes are published.
 */
@NullMarked
package org.dataferry.capture.dump.intake;

import org.jspecify.annotations.NullMarked;
