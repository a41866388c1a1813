/**
 * The one topology and its processors. The same for every migration: tables, entities and mappings are data to it, so a
 * change of the mapping never changes its shape.
 */
@NullMarked
package org.dataferry.transform.topology;

import org.jspecify.annotations.NullMarked;
