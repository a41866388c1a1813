package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.junit.jupiter.api.Test;

class DriftDocumentTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SourceTable ORDERS = new SourceTable("erp", "public", "orders");
    private static final SourceEvent.Drifted DRIFTED = new SourceEvent.Drifted(
            ORDERS,
            "1",
            List.of(new SourceDrift(SourceDrift.Kind.COLUMN_DROPPED, "a text", "")),
            true,
            "capture",
            "",
            NOON);

    @Test
    void followsItsSchemaWhateverHappened() {
        ObjectNode document = new DriftDocument(
                        List.of(
                                DRIFTED,
                                new SourceEvent.DriftAccepted(ORDERS, "ann", "not needed", NOON),
                                new SourceEvent.GapDecided(
                                        "erp", Choice.ACCEPT_GAP, "the slot is gone", 5, 9, "ann", "a test", NOON),
                                new SourceEvent.ResnapshotAsked(ORDERS, "1", "id > 5", 7, "ann", "a test", NOON),
                                new SourceEvent.Resnapshotted(
                                        ORDERS,
                                        "1",
                                        SourceEvent.Resnapshotted.Step.STOPPED,
                                        new RowDifference(10, 8, 0, 1, 2),
                                        "too many",
                                        "capture",
                                        "",
                                        NOON)),
                        HeldTables.NONE,
                        TableNames.of("erp"))
                .json();

        Published.assertFollows("drift", document);
        assertThat(document.path("events")).hasSize(5);
    }

    @Test
    void namesTheTablesThatAreHeld() {
        ObjectNode document =
                new DriftDocument(List.of(DRIFTED), HeldTables.NONE.after(DRIFTED), TableNames.of("erp")).json();

        Published.assertFollows("drift", document);
        assertThat(document.path("held").path(0).asText()).isEqualTo("public.orders");
    }
}
