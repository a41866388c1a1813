package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.dataferry.control.waive.WaiverStories;
import org.dataferry.schemas.control.WaiverEvent;
import org.junit.jupiter.api.Test;

class WaiversDocumentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void followsItsSchemaAndSaysWhoWaivedWhatAndWhy() {
        WaiverStories stories = new WaiverStories(1);
        stories.take(waived("w1", "test data"));
        stories.take(new WaiverEvent.Withdrawn("w1", 1, "bob", "needed", NOON));
        stories.take(waived("w2", "agreed"));
        WaiversDocument document = new WaiversDocument(stories.all());

        Published.assertFollows("waive", document.json());
        assertThat(document.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("w2", "3 rows of account, --reason ORPHAN", "waived by ann: agreed")
                                .doesNotContain("withdrawn"),
                        line -> assertThat(line).contains("w1", "test data; withdrawn by bob", "needed"));
    }

    @Test
    void saysWhenThereAreNone() {
        WaiversDocument none = new WaiversDocument(List.of());

        Published.assertFollows("waive", none.json());
        assertThat(none.text()).isEqualTo("Nothing was ever waived.");
    }

    private static WaiverEvent.Waived waived(String id, String why) {
        return new WaiverEvent.Waived(id, "account", 3, "--reason ORPHAN", 1, 1, List.of(), 1, "ann", why, NOON);
    }
}
