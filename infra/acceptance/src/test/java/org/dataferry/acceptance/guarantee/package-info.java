/** What Ferry guarantees, each guarantee a class that finds out whether it holds. */
@NullMarked
package org.dataferry.acceptance.guarantee;

import org.jspecify.annotations.NullMarked;
