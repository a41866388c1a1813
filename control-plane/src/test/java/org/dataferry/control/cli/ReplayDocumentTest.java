package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class ReplayDocumentTest {

    private static final List<ReplayRow> ROWS = IntStream.range(0, 25)
            .mapToObj(number -> new ReplayRow(
                    new SourceTable("erp", "public", "orders"), SourceKey.of(new Value.Whole(10_000 + number))))
            .toList();

    @Test
    void followsItsSchema() {
        Published.assertFollows(
                "replay", new ReplayDocument("account", Optional.empty(), List.of(), Optional.empty()).json());
        Published.assertFollows(
                "replay", new ReplayDocument("account", Optional.of("r"), ROWS, Optional.empty()).json());
        Published.assertFollows(
                "replay",
                new ReplayDocument(
                                "account",
                                Optional.of("r"),
                                ROWS,
                                Optional.of(new EntityStatus("account", 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1)))
                        .json());
    }

    @Test
    void showsTwentyRowsAndSaysHowManyThereAre() {
        ReplayDocument document = new ReplayDocument("account", Optional.empty(), ROWS, Optional.empty());

        assertThat(document.previewText())
                .contains("25 source rows", "public.orders  10000  (", "10019", "and 5 more")
                .doesNotContain("10020");
        assertThat(document.json().at("/rows")).hasSize(20);
        assertThat(document.json().at("/selected").asInt()).isEqualTo(25);
    }
}
