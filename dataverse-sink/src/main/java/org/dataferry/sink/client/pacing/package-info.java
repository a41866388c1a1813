/**
 * When a request may begin: a model of the limits that Dataverse protects itself by, per application user and web server,
 * corrected by what the servers answer. No input or output, no clock, no threads: time is given with each call, so that
 * simulations run it.
 */
@NullMarked
package org.dataferry.sink.client.pacing;

import org.jspecify.annotations.NullMarked;
