/**
 * Texts that must not be seen: held here, revealed only to whoever sends them, printed never.
 *
 * <p>How a secret is found, by environment variable or file, is the settings' concern.
 */
@NullMarked
package org.dataferry.schemas.secret;

import org.jspecify.annotations.NullMarked;
