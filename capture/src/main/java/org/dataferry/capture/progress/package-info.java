/**
 * What capture tells of its progress. Counts and names leave; it knows nothing of how they come about.
 */
@NullMarked
package org.dataferry.capture.progress;

import org.jspecify.annotations.NullMarked;
