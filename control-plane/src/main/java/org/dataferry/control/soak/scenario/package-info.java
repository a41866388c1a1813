/**
 * The migrations that soaks make up: the tables of a source, the mappings of its rows, and the application that changes
 * them. Knows nothing of Ferry but the words of its mapping files.
 */
@NullMarked
package org.dataferry.control.soak.scenario;

import org.jspecify.annotations.NullMarked;
