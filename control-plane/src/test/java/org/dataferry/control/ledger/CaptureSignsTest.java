package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;

final class CaptureSignsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> BOTH = List.of("erp", "crm");

    private final CaptureSigns signs = new CaptureSigns();

    @Test
    void sayNothingOfAllWhileOneSourceHasNone() {
        signs.reached(heartbeat("erp", 1), NOON.plusSeconds(1));

        assertThat(signs.announcedUpTo(BOTH)).isEmpty();
        assertThat(signs.lastHeartbeat(BOTH)).isEmpty();
        assertThat(signs.announcedUpTo(List.of("erp"))).contains(NOON.plusSeconds(1));
    }

    @Test
    void theSourceThatIsFurthestBehindSaysHowFarAllAre() {
        signs.reached(heartbeat("crm", 1), NOON.plusSeconds(2));
        signs.reached(heartbeat("erp", 3), NOON.plusSeconds(3));
        signs.reached(heartbeat("erp", 5), NOON.plusSeconds(5));
        signs.passed(Map.of("erp", Map.of(0, 5L), "crm", Map.of(0, 0L)));

        assertThat(signs.announcedUpTo(BOTH)).contains(NOON.plusSeconds(1));
        assertThat(signs.lastHeartbeat(BOTH)).contains(NOON.plusSeconds(2));
        assertThat(signs.newest()).map(FenceEvent.Reached::source).contains("erp");
    }

    @Test
    void aSourceThatIsSilentIsNotHeardBecauseAnotherIs() {
        signs.captured(new SourceTable("crm", "public", "customer"), NOON);
        signs.reached(heartbeat("erp", 1), NOON.plusSeconds(60));

        assertThat(signs.heard(BOTH)).contains(NOON);
        assertThat(signs.records("crm")).isEqualTo(1);
        assertThat(signs.lastHeartbeat(BOTH)).isEmpty();
    }

    @Test
    void whatWasPassedLastIsOfWhicheverSource() {
        signs.reached(heartbeat("erp", 3), NOON.plusSeconds(3));
        signs.reached(heartbeat("crm", 4), NOON.plusSeconds(4));
        signs.passed(Map.of("erp", Map.of(0, 9L)));
        assertThat(signs.lastPassed()).map(FenceEvent.Reached::source).contains("erp");

        signs.passed(Map.of("crm", Map.of(0, 9L)));
        assertThat(signs.lastPassed()).map(FenceEvent.Reached::source).contains("crm");
    }

    /** Behind as many changes as seconds. */
    private static FenceEvent.Reached heartbeat(String source, int second) {
        return new FenceEvent.Reached(
                source + second,
                FenceEvent.Kind.HEARTBEAT,
                source,
                NOON.plusSeconds(second),
                Map.of(source, new FenceEvent.PartitionOffsets(Map.of(0, (long) second))));
    }
}
