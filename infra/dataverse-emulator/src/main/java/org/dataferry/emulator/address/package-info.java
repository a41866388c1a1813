/**
 * Row addresses: {@code accounts(guid)} and {@code accounts(key='x')} in URLs, bindings and bulk targets, and the row they lead to.
 */
@NullMarked
package org.dataferry.emulator.address;

import org.jspecify.annotations.NullMarked;
