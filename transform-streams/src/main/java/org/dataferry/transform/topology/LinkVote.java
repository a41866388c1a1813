package org.dataferry.transform.topology;

import org.dataferry.schemas.write.WriteId;

/**
 * A source row makes a link, or does not any more. The link is there as long as one does.
 *
 * @param write of the link
 * @param member names the source row among those that make the link
 * @param whole to be sent in any case
 */
record LinkVote(WriteId write, String member, boolean present, boolean whole) {}
