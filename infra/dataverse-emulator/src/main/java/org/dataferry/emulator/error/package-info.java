/**
 * Refusals: the errors of the Web API with their codes, HTTP statuses and texts.
 *
 * <p>Every layer throws them and only the outermost turns them into a response. This package knows no other one.
 */
@NullMarked
package org.dataferry.emulator.error;

import org.jspecify.annotations.NullMarked;
