/**
 * Changes become records of the change topics. A change of Debezium and its position come in; a record with key, envelope
 * and position header leaves, in the partition of its row. It knows nothing of offsets, transactions or epochs.
 */
@NullMarked
package org.dataferry.capture.publish;

import org.jspecify.annotations.NullMarked;
