/** What people decided while a migration went on: an event each, kept for ever. */
@NullMarked
package org.dataferry.schemas.control;

import org.jspecify.annotations.NullMarked;
