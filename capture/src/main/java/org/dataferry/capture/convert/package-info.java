/**
 * Connect records become Avro. What Debezium's PostgreSQL connector emits comes in; generic Avro records with stable
 * schemas leave, each type with the semantic name it had in Connect. A value that PostgreSQL did not send again (unchanged
 * TOAST) is named as absent and never leaves as a placeholder. It knows no topic, no registry and no database.
 */
@NullMarked
package org.dataferry.capture.convert;

import org.jspecify.annotations.NullMarked;
