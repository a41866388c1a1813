/** Who may use the dashboard, and how often: users, sessions, roles and rates. Knows nothing of HTTP but cookies' values. */
@NullMarked
package org.dataferry.control.dashboard.access;

import org.jspecify.annotations.NullMarked;
