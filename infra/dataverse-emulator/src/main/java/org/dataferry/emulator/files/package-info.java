/**
 * The contents of files and images, kept in blocks beside the rows. A content is written once; a row names it by its id.
 */
@NullMarked
package org.dataferry.emulator.files;

import org.jspecify.annotations.NullMarked;
