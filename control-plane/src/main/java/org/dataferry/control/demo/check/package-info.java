/**
 * Looks whether the target is what the business says that it has to be: by plain HTTP, without Ferry's client or mapper.
 */
@NullMarked
package org.dataferry.control.demo.check;

import org.jspecify.annotations.NullMarked;
