/** Stands for the Dataverse emulator, which is another module. */
@NullMarked
package org.dataferry.emulator;

import org.jspecify.annotations.NullMarked;
