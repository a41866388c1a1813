package org.dataferry.acceptance.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What was announced is the sum of what became of it, and nothing became of what was not announced. */
public record LedgerBalances(JsonNode status) implements Guarantee {

    private static final List<String> PARTS =
            List.of("applied", "alreadyApplied", "skipped", "parked", "deferred", "bounced", "rejected", "inFlight");

    @Override
    public void assertHolds() {
        assertThat(status.path("entities")).as("entities of %s", status).isNotEmpty();
        for (JsonNode entity : status.path("entities")) {
            long sum = 0;
            for (String part : PARTS) {
                assertThat(entity.path(part).isIntegralNumber())
                        .as("%s of %s", part, entity)
                        .isTrue();
                sum += entity.path(part).asLong();
            }
            assertThat(entity.path("announced").asLong())
                    .as("announced of %s", entity)
                    .isEqualTo(sum);
            assertThat(entity.path("inFlight").asLong())
                    .as("in flight of %s", entity)
                    .isZero();
        }
        assertThat(status.path("unannounced").asLong(-1)).as("unannounced").isZero();
        assertThat(status.path("lag").path("changes").asLong(-1)).as("lag").isZero();
    }
}
