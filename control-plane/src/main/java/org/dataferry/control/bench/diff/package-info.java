/**
 * The benchmark of dumps. Settings come in; how long the way from a closed file to the last acknowledged change takes leaves,
 * beside a plain difference of the same files that only counts. It knows nothing of mappings or the target.
 */
@NullMarked
package org.dataferry.control.bench.diff;

import org.jspecify.annotations.NullMarked;
