package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.capture.source.TableName;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final TableName TABLE = TableName.parse("t");

    @Test
    void coverATableWithoutGapsAndTheLastIsOpen() {
        List<Chunk> chunks = new TableExtent(TABLE, 300, 8_192, true, "").chunks(1);

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
    void isOneForATableThatIsEmptyOrCannotBeDivided() {
        assertThat(new TableExtent(TABLE, 0, 8_192, true, "").chunks(1))
                .extracting(Chunk::condition)
                .containsExactly("");
        assertThat(new TableExtent(TABLE, 9_999, 8_192, false, "").chunks(1))
                .extracting(Chunk::condition)
                .containsExactly("");
    }
}
