/** FetchXML: reading it, joining and grouping rows as it says, and its answer. */
@NullMarked
package org.dataferry.emulator.query.fetch;

import org.jspecify.annotations.NullMarked;
