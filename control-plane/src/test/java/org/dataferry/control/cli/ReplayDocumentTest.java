package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplayStories;
import org.dataferry.control.replay.ReplayStory;
import org.dataferry.control.segment.Segment;
import org.dataferry.schemas.control.ReplayEvent;
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
                "replay", ReplayDocument.ofNothing(Segment.of("account")).json());
        Published.assertFollows(
                "replay",
                new ReplayDocument(
                                "account",
                                Optional.of("r"),
                                Optional.of(ReplayStory.Stage.GOES_ON),
                                ROWS,
                                Optional.empty())
                        .json());
        Published.assertFollows(
                "replay",
                new ReplayDocument(
                                "account",
                                Optional.of("r"),
                                Optional.of(ReplayStory.Stage.ENDED),
                                ROWS,
                                Optional.of(
                                        new EntityStatus("account", 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0)))
                        .json());
    }

    @Test
    void theHistoryFollowsItsSchemaAndSaysHowEachStands() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        ReplayStories stories = new ReplayStories();
        stories.take(new ReplayEvent.Requested("r1", "account", 3, "--entity account", false, "ada", "", noon));
        stories.take(new ReplayEvent.Ended("r1", Map.of("applied", 2L, "rejected", 1L), "ada", "", noon));
        stories.take(new ReplayEvent.Requested("r2", "contact", 9, "", true, "ada", "wrong names", noon));
        ReplayHistoryDocument document = new ReplayHistoryDocument(stories.all());

        Published.assertFollows("replay-history", document.json());
        assertThat(document.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("r2", "awaits approval", "--entity contact", "wrong names"),
                        line -> assertThat(line).contains("r1", "ended: 2 applied, 1 rejected"));
    }

    @Test
    void showsTwentyRowsAndSaysHowManyThereAre() {
        ReplayDocument document = new ReplayDocument(
                "account", Optional.of("r"), Optional.of(ReplayStory.Stage.GOES_ON), ROWS, Optional.empty());

        assertThat(document.json().at("/rows")).hasSize(20);
        assertThat(document.json().at("/selected").asInt()).isEqualTo(25);
    }
}
