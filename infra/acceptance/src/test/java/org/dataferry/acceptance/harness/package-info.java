/** Runs the {@code ferry} command in child processes, in migration folders of their own, and kills them. */
@NullMarked
package org.dataferry.acceptance.harness;

import org.jspecify.annotations.NullMarked;
