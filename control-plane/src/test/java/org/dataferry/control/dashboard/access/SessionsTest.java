package org.dataferry.control.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.dataferry.schemas.settings.DashboardLimits;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final User ADA = new User("ada", Role.OPERATOR, PasswordHash.of("x", new SecureRandom()));

    private final TestClock clock = new TestClock();
    private final Sessions sessions = new Sessions(DashboardLimits.defaults(), clock, new SecureRandom());

    @Test
    void endsAfterATimeWithoutAnyRequest() {
        String id = sessions.begin(ADA);
        clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.find(id)).hasValue(ADA);
        clock.advance(Duration.ofMinutes(29));
        assertThat(sessions.find(id)).hasValue(ADA);

        clock.advance(Duration.ofMinutes(31));

        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void endsAfterItsLifetimeHoweverMuchIsAsked() {
        String id = sessions.begin(ADA);
        for (int i = 0; i < 12 * 4; i++) {
            clock.advance(Duration.ofMinutes(15));
            assertThat(sessions.find(id)).as("after %s quarters", i + 1).hasValue(ADA);
        }

        clock.advance(Duration.ofMinutes(1));

        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void beyondTheMostTheOneThatWasIdleForLongestEnds() {
        DashboardLimits limits = DashboardLimits.defaults();
        String first = sessions.begin(ADA);
        String second = sessions.begin(ADA);
        for (int i = 2; i < limits.sessions(); i++) {
            sessions.begin(ADA);
        }
        sessions.find(first);

        sessions.begin(ADA);

        assertThat(sessions.find(first)).hasValue(ADA);
        assertThat(sessions.find(second)).isEmpty();
    }

    @Test
    void idsAreLongAndNeverTheSame() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(sessions.newId());
        }

        assertThat(ids).hasSize(1_000).allMatch(id -> id.length() == 43);
        assertThat(sessions.find(sessions.newId())).isEmpty();
        assertThat(sessions.find("")).isEmpty();
    }

    @Test
    void theTokenIsOfOneSessionAndOneServer() {
        String id = sessions.newId();
        Sessions other = new Sessions(DashboardLimits.defaults(), clock, new SecureRandom());

        assertThat(sessions.isCsrf(id, sessions.csrf(id))).isTrue();
        assertThat(sessions.isCsrf(sessions.newId(), sessions.csrf(id))).isFalse();
        assertThat(other.isCsrf(id, sessions.csrf(id))).isFalse();
        assertThat(sessions.isCsrf(id, "")).isFalse();
    }
}
