/**
 * Commands to send again.
 */
@NullMarked
package org.dataferry.schemas.replay;

import org.jspecify.annotations.NullMarked;
