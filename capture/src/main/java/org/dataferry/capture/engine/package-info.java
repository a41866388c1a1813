/**
 * Debezium, and what its records mean to us. Its records come in; changes with positions, markers and fences leave, and only
 * then is it told how far it may forget. All that is known of Debezium's offsets, transactions and notifications is here.
 */
@NullMarked
package org.dataferry.capture.engine;

import org.jspecify.annotations.NullMarked;
