package org.dataferry.control.waive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.write.WriteId;

/** Divides the writes of a decision among records that Kafka takes. */
final class WaiverParts {

    /** Of the ids in a record: well below the megabyte that Kafka takes by default, with who and why beside them. */
    static final int MOST_BYTES = 500_000;

    private WaiverParts() {}

    /** At least one part, in the order of the writes. */
    static List<List<WriteId>> of(List<WriteId> writes, int mostBytes) {
        List<List<WriteId>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        int bytes = 0;
        for (WriteId write : writes) {
            int more = write.text().getBytes(UTF_8).length;
            if (bytes > 0 && bytes + more > mostBytes) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.getLast().add(write);
            bytes += more;
        }
        return parts;
    }
}
