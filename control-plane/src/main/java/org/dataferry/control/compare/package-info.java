/**
 * What is needed wherever rows of the source meet rows of the target: one text for a value, whichever end it comes from, and
 * a table on disk for what would not fit into memory.
 */
@NullMarked
package org.dataferry.control.compare;

import org.jspecify.annotations.NullMarked;
