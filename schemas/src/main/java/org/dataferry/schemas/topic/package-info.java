/**
 * Every topic as a typed value with one owner. No topic name is written as a string anywhere else.
 */
@NullMarked
package org.dataferry.schemas.topic;

import org.jspecify.annotations.NullMarked;
