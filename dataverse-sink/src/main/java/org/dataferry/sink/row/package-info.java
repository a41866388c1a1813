/**
 * The writes that wait or are under way, by row: never two requests for one row, and only its newest version is sent.
 * Plain single-threaded state; knows neither Kafka nor HTTP.
 */
@NullMarked
package org.dataferry.sink.row;

import org.jspecify.annotations.NullMarked;
