/**
 * What each URL under the API root means: one router and one small class per kind of resource.
 */
@NullMarked
package org.dataferry.emulator.api;

import org.jspecify.annotations.NullMarked;
