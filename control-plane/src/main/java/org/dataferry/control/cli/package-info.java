/**
 * The words of the command: arguments in, text or one JSON document and an exit code out. Decides nothing itself.
 */
@NullMarked
package org.dataferry.control.cli;

import org.jspecify.annotations.NullMarked;
