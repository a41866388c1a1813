/**
 * Drives a real browser by its DevTools protocol, without a driver between, and serves the dashboard's pages from a stub.
 * Knows nothing of what the pages should say.
 */
@NullMarked
package org.dataferry.acceptance.browser;

import org.jspecify.annotations.NullMarked;
