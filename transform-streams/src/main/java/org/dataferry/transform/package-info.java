/**
 * Turns changes into writes: reads the envelope, maps, gives versions, leaves out what did not change, and announces
 * every write before it is sent.
 *
 * <p>Enters: the change topics, and the outcomes that the sink records. Leaves: writes, fan-outs, and the outcomes of
 * what is skipped or refused here. It knows nothing of HTTP or of Dataverse's protocol.
 */
@NullMarked
package org.dataferry.transform;

import org.jspecify.annotations.NullMarked;
