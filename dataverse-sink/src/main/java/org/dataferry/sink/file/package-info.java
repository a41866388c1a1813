/**
 * Files on their way to the target: where they lie, and whether they are clean. A path of the source and a verdict of a
 * scanner come in, bytes go out. Knows neither rows nor HTTP.
 */
@NullMarked
package org.dataferry.sink.file;

import org.jspecify.annotations.NullMarked;
