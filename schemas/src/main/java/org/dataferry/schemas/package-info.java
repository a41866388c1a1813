/** The language of Ferry: what the stages say to each other. It knows no stage. */
@NullMarked
package org.dataferry.schemas;

import org.jspecify.annotations.NullMarked;
