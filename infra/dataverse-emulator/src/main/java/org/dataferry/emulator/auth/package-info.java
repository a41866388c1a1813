/**
 * Entra's token endpoint for applications, and the check of the tokens it issued.
 */
@NullMarked
package org.dataferry.emulator.auth;

import org.jspecify.annotations.NullMarked;
