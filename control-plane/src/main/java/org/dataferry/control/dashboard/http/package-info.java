/**
 * The dashboard's HTTP: what every request passes on its way to a route, and every answer on its way back. Knows nothing of
 * what routes do.
 */
@NullMarked
package org.dataferry.control.dashboard.http;

import org.jspecify.annotations.NullMarked;
