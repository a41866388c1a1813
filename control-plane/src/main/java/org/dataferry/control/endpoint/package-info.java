/**
 * Where every server of a migration is: configured, or embedded and started here.
 */
@NullMarked
package org.dataferry.control.endpoint;

import org.jspecify.annotations.NullMarked;
