/** The newest look as metrics for Prometheus. Knows nothing of HTTP. */
@NullMarked
package org.dataferry.control.dashboard.metrics;

import org.jspecify.annotations.NullMarked;
