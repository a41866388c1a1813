/** Tells people of what cannot wait until somebody looks, by a webhook. */
@NullMarked
package org.dataferry.control.dashboard.alert;

import org.jspecify.annotations.NullMarked;
