/** The identities of rows on disk, a copy of their topic. */
@NullMarked
package org.dataferry.sink.identity;

import org.jspecify.annotations.NullMarked;
