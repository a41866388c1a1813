/**
 * The HTTP server: requests enter as bytes, pass faults, tokens and limits, and leave with Dataverse's headers.
 */
@NullMarked
package org.dataferry.emulator.http;

import org.jspecify.annotations.NullMarked;
