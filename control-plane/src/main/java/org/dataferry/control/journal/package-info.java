/** Writes down what people decide: who did what, when and why. Knows nothing of what follows from it. */
@NullMarked
package org.dataferry.control.journal;

import org.jspecify.annotations.NullMarked;
