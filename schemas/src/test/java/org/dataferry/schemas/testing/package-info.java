/**
 * Doubles and generators for the tests of every module: values of the language, and a registry in memory.
 */
@NullMarked
package org.dataferry.schemas.testing;

import org.jspecify.annotations.NullMarked;
