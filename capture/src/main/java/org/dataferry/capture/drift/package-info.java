/**
 * What becomes of a table whose schema is not what it was. Changes come in on their way to their topics; each drift that the
 * catalogue shows leaves as an event in {@code control}, and the changes of a table that somebody has to decide on go to a
 * topic beside until that is done. It knows nothing of offsets and epochs.
 */
@NullMarked
package org.dataferry.capture.drift;

import org.jspecify.annotations.NullMarked;
