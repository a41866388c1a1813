package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.junit.jupiter.api.Test;

/** What people decided, as whoever comes next reads it. */
class DecisionsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final LoggedMigration migration = new LoggedMigration("account");

    @Test
    void theNewestComesFirstAndANoteSteersNothing() {
        ControlEvent pause = new SinkSteering.Paused(Optional.of("account"), 1, "ada", "names", NOON);
        ControlEvent note = new ControlEvent.Noted("all quiet", "bob", NOON.plusSeconds(1));
        migration.decide(pause);
        migration.decide(note);

        migration.reader().catchUp();

        assertThat(migration.reader().decisions()).containsExactly(note, pause);
        assertThat(migration.reader().control().isPaused("account")).isTrue();
    }

    @Test
    void thoseOfRebuildsAreAmongThemAndSteerNothingHere() {
        ControlEvent other = new SinkSteering.Paused(Optional.empty(), 2, "ada", "names", NOON);
        migration.decide(other);

        migration.reader().catchUp();

        assertThat(migration.reader().decisions()).containsExactly(other);
        assertThat(migration.reader().control().hasPauses()).isFalse();
    }

    @Test
    void theCutoverIsAsItWasSetLast() {
        Instant night = NOON.plusSeconds(3_600);
        migration.decide(new ControlEvent.CutoverPlanned(Optional.of(NOON), "ada", "as agreed", NOON));
        migration.decide(new ControlEvent.CutoverPlanned(Optional.of(night), "bob", "an hour later", NOON));
        migration.reader().catchUp();
        assertThat(migration.reader().cutover()).contains(new PlannedCutover(night, "bob", "an hour later", NOON));

        migration.decide(new ControlEvent.CutoverPlanned(Optional.empty(), "ada", "put off", NOON));
        migration.reader().catchUp();

        assertThat(migration.reader().cutover()).isEmpty();
    }

    @Test
    void noMoreAreKeptThanAnybodyReads() {
        IntStream.rangeClosed(0, LedgerReader.MOST_DECISIONS)
                .forEach(number -> migration.decide(new ControlEvent.Noted("note " + number, "bob", NOON)));

        migration.reader().catchUp();

        assertThat(migration.reader().decisions())
                .hasSize(LedgerReader.MOST_DECISIONS)
                .doesNotContain(new ControlEvent.Noted("note 0", "bob", NOON))
                .first()
                .isEqualTo(new ControlEvent.Noted("note " + LedgerReader.MOST_DECISIONS, "bob", NOON));
    }
}
