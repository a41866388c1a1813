package org.dataferry.control.waive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

class WaiverPartsTest {

    private static final List<WriteId> WRITES =
            IntStream.range(10, 20).mapToObj(WaiverPartsTest::write).toList();
    private static final int BYTES = WRITES.getFirst().text().length();

    @Test
    void noPartIsLargerThanARecordMayBeAndNothingIsLeftOut() {
        List<List<WriteId>> parts = WaiverParts.of(WRITES, 3 * BYTES);

        assertThat(parts).extracting(List::size).containsExactly(3, 3, 3, 1);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(WRITES);
    }

    @Test
    void whatFitsIsOnePartAndAWriteThatFitsNowhereHasOneOfItsOwn() {
        assertThat(WaiverParts.of(WRITES, WaiverParts.MOST_BYTES)).hasSize(1);
        assertThat(WaiverParts.of(WRITES, 1)).hasSize(WRITES.size());
    }

    private static WriteId write(int number) {
        RowId row = new RowId.OfSource(
                "account", new SourceTable("erp", "public", "customers"), SourceKey.of(new Value.Whole(number)));
        return new WriteId(new Cause.OfReplay("r1"), row, Part.ROW);
    }
}
