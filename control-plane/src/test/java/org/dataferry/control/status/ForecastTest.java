package org.dataferry.control.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.control.ledger.Flow;
import org.dataferry.control.ledger.Movement;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Assessment CATCHING_UP = new Assessment(SyncState.CATCHING_UP, "");

    @Test
    void isARangeFromTheFasterToTheSlowerRate() {
        assertThat(forecast(1_000, new Flow(10, 110), new Flow(0, 60)))
                .isEqualTo(new Forecast.Between(NOON.plusSeconds(10), NOON.plusSeconds(25)));
    }

    @Test
    void countsOnlyWhatComesInLately() {
        assertThat(forecast(100, new Flow(0, 10), new Flow(500, 10)))
                .isEqualTo(new Forecast.Between(NOON.plusSeconds(10), NOON.plusMillis(12_500)));
    }

    @Test
    void isUnknownWhereAsMuchComesAsIsWritten() {
        assertThat(forecast(100, new Flow(10, 10), new Flow(0, 50)))
                .isEqualTo(new Forecast.Unknown("changes come as fast as they are written"));
    }

    @Test
    void isUnknownWhileNothingIsWritten() {
        assertThat(forecast(100, Flow.NONE, Flow.NONE)).isEqualTo(new Forecast.Unknown("nothing was written lately"));
    }

    @Test
    void isDoneWhereNothingIsUnderWayYet() {
        assertThat(forecast(0, Flow.NONE, Flow.NONE)).isEqualTo(new Forecast.Done());
    }

    @Test
    void isUnknownWhereItIsFartherThanAnybodyPlans() {
        assertThat(forecast(1_000_000_000, new Flow(0, 1), new Flow(0, 1)))
                .isEqualTo(new Forecast.Unknown("at this rate it takes more than 60 days"));
    }

    @Test
    void isUnknownWhileTheFirstLoadIsRead() {
        assertThat(Forecast.of(CATCHING_UP, movement(100, new Flow(0, 10), new Flow(0, 10)), false, NOON))
                .isEqualTo(new Forecast.Unknown("the tables are still being read for the first time"));
    }

    @Test
    void isUnknownForTheReasonThatTheStateIs() {
        Movement movement = movement(100, Flow.NONE, Flow.NONE);

        assertThat(Forecast.of(new Assessment(SyncState.UNKNOWN, "no run is going"), movement, true, NOON))
                .isEqualTo(new Forecast.Unknown("no run is going"));
        assertThat(Forecast.of(new Assessment(SyncState.STALLED, "x"), movement, true, NOON))
                .isEqualTo(new Forecast.Unknown("nothing moves"));
        assertThat(Forecast.of(new Assessment(SyncState.IN_STEP, "x"), movement, true, NOON))
                .isEqualTo(new Forecast.Done());
    }

    private static Forecast forecast(long behind, Flow lately, Flow longer) {
        return Forecast.of(CATCHING_UP, movement(behind, lately, longer), true, NOON);
    }

    private static Movement movement(long behind, Flow lately, Flow longer) {
        return new Movement("", 0, behind, Optional.of(NOON), Optional.of(NOON), Optional.of(NOON), lately, longer);
    }
}
