package org.dataferry.schemas.identity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;

/**
 * What a row that Ferry found in the target held before Ferry wrote it.
 *
 * <p>A row may have several, as a sink that died on the way reads the row again. Each is in the log before anything that
 * it holds is overwritten, so the first one that has a column tells what the column held; later ones may hold what Ferry
 * itself wrote.
 *
 * @param columns properties of the row by their names in the Web API, a lookup's as {@code _column_value} and with the
 *     table that it names as an annotation, each as the JSON text that the target gave: nothing of it is lost by a
 *     conversion
 * @param readAt by the clock of the sink that read it, in microseconds
 */
public record BeforeImage(RowId row, UUID guid, Map<String, String> columns, Instant readAt) {

    public BeforeImage {
        columns = Map.copyOf(columns);
        readAt = readAt.truncatedTo(ChronoUnit.MICROS);
    }
}
