package org.dataferry.control.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.dashboard.SampleLooks;
import org.dataferry.control.status.StatusDocument;
import org.dataferry.control.status.SyncState;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.Test;

/** What of a status those see who may not see data of persons. */
class MaskedStatusTest {

    private static final PersonalData SOME =
            new PersonalData(Map.of("account", Set.of("name")), Set.of(), Set.of(), Set.of(), Map.of());

    @Test
    void whyADumpWaitsOrATableIsNotReadMayQuoteIt() {
        ObjectNode document = StatusDocument.json(SampleLooks.in(SyncState.IN_STEP));

        ObjectNode masked = MaskedStatus.of(document, SOME);

        assertThat(document.at("/sources/0/unreadTables/0/reason").asText()).contains("Ann");
        assertThat(masked.at("/sources/0/unreadTables/0/reason").asText()).isEqualTo(Sight.MASKED);
        assertThat(masked.at("/sources/0/waitingDumps/0/findings/0/message").asText())
                .isEqualTo(Sight.MASKED);
        assertThat(masked.at("/sources/0/waitingDumps/0/findings/0/kind").asText())
                .isEqualTo("DELETES");
        assertThat(masked.at("/sources/0/waitingDumps/0/counts"))
                .isEqualTo(document.at("/sources/0/waitingDumps/0/counts"));
    }
}
