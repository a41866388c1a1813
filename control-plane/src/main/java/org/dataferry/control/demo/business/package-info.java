/**
 * The staffing business of the demo, made up by a seed: what its database holds at any moment, and what Dataverse is to
 * hold then. Knows neither mappings nor any part of Ferry, so that one wrong belief cannot pass on both sides.
 */
@NullMarked
package org.dataferry.control.demo.business;

import org.jspecify.annotations.NullMarked;
