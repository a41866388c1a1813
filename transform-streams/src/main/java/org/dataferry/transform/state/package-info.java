/**
 * What a task remembers: per source row its last image and position, per row id its versions and their images.
 *
 * <p>Pure values and their serdes; nothing here reads a topic or a clock.
 */
@NullMarked
package org.dataferry.transform.state;

import org.jspecify.annotations.NullMarked;
