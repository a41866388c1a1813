/** All sources of a migration, as one for whoever reads them. */
@NullMarked
package org.dataferry.control.source;

import org.jspecify.annotations.NullMarked;
