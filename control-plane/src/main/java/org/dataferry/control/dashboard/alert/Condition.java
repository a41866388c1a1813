package org.dataferry.control.dashboard.alert;

import java.time.Duration;

/**
 * What is so at a look.
 *
 * @param lasting how long it has to be so before somebody is told: what mends itself until then wakes nobody
 */
record Condition(Alert alert, Duration lasting) {}
