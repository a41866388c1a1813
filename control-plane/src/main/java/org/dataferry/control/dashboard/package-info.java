/**
 * The dashboard's server: how a migration stands, live and as an API, and what operators do. It reads topics and writes
 * events; kill it, and the migration runs on.
 */
@NullMarked
package org.dataferry.control.dashboard;

import org.jspecify.annotations.NullMarked;
