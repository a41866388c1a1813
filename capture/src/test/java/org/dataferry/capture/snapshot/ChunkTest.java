package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final TableName TABLE = TableName.parse("t");

    @Test
    void coverATableWithoutGapsAndTheLastIsOpen() {
        List<Chunk> chunks = new TableExtent(TABLE, 300, 8_192, true, 1, "").chunks(1);

        assertThat(chunks)
                .containsExactly(
                        new Chunk(TABLE, 0, 128, false),
                        new Chunk(TABLE, 128, 256, false),
                        new Chunk(TABLE, 256, 300, true));
        assertThat(chunks)
                .extracting(Chunk::condition)
                .containsExactly(
                        "ctid < '(128,0)'::pg_catalog.tid",
                        "ctid >= '(128,0)'::pg_catalog.tid AND ctid < '(256,0)'::pg_catalog.tid",
                        "ctid >= '(256,0)'::pg_catalog.tid");
    }

    @Test
    void leaveOutWhatIsDone() {
        TableExtent extent = new TableExtent(TABLE, 300, 8_192, true, 1, "");

        assertThat(extent.chunks(List.of(done(0, 128), done(130, 256)), 1))
                .containsExactly(new Chunk(TABLE, 128, 130, false), new Chunk(TABLE, 256, 300, true));
        // What was appended since the last chunk was read.
        assertThat(extent.chunks(List.of(done(0, 300)), 1)).containsExactly(new Chunk(TABLE, 300, 300, true));
        // The table has become shorter.
        assertThat(extent.chunks(List.of(done(0, 128), done(128, 400)), 1))
                .containsExactly(new Chunk(TABLE, 400, 400, true));
    }

    @Test
    void knowWhichRowsMayHaveChangedSince() {
        assertThat(new DoneChunk(SourceTable.parse("erp", "t"), 0, 1, "", "4294967300:4294967310:4294967305")
                        .changedSince())
                .isEqualTo("((xmin::pg_catalog.text::bigint - 4 + 4294967296) % 4294967296) < 2147483648");
    }

    private static DoneChunk done(long from, long to) {
        return new DoneChunk(SourceTable.parse("erp", "t"), from, to, "1 ", "1:1:");
    }

    @Test
    void isOneForATableThatIsEmptyOrCannotBeDivided() {
        assertThat(new TableExtent(TABLE, 0, 8_192, true, 1, "").chunks(1))
                .extracting(Chunk::condition)
                .containsExactly("");
        assertThat(new TableExtent(TABLE, 9_999, 8_192, false, 1, "").chunks(1))
                .extracting(Chunk::condition)
                .containsExactly("");
    }
}
