/**
 * Batches to Dataverse and answers back as results of single rows: bodies, bisecting, and finding out what became of a
 * write whose answer was lost. Knows no Kafka.
 */
@NullMarked
package org.dataferry.sink.send;

import org.jspecify.annotations.NullMarked;
