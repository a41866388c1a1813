/** What can be asked of the dashboard's server, and what is answered: documents out of the newest look, and actions. */
@NullMarked
package org.dataferry.control.dashboard.api;

import org.jspecify.annotations.NullMarked;
