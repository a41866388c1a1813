package org.dataferry.transform.topology;

import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;

/**
 * What the rows of the target are to be, as one change or replay of a source row asks for it.
 *
 * @param cause of all of its writes
 * @param wishes one per mapping that reads the table
 * @param settled writes whose outcome is known already
 * @param votes writes of links and merged rows, which are decided where all of their source rows meet
 */
record Intent(Cause cause, String sourceKey, List<Wish> wishes, List<Settled> settled, List<WriteId> votes) {

    Intent {
        wishes = List.copyOf(wishes);
        settled = List.copyOf(settled);
        votes = List.copyOf(votes);
    }

    /**
     * @param result what the mapping makes of the source row; empty if that is gone
     * @param whole to be sent whole and in any case
     */
    record Wish(WriteId write, Optional<MappingResult> result, boolean whole) {}

    record Settled(WriteId write, Outcome outcome) {}
}
