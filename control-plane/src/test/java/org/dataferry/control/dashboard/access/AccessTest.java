package org.dataferry.control.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.dataferry.schemas.settings.DashboardLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final PasswordHash HASH = PasswordHash.of("correct horse battery", new SecureRandom());

    @TempDir
    private Path directory;

    private Access access() throws IOException {
        Path file = Files.writeString(directory.resolve("users"), new User("ada", Role.OPERATOR, HASH).line());
        return new Access(
                Optional.of(Users.open(file)),
                "owner",
                DashboardLimits.defaults(),
                new TestClock(),
                new SecureRandom());
    }

    @Test
    void textsThatNameNobodyAreCountedAsOne() throws IOException {
        Access access = access();
        int most = DashboardLimits.defaults().signInFailures();
        for (int i = 0; i < most; i++) {
            // Each from another address, so that the name alone is counted.
            assertThat(access.signIn("no name " + "x".repeat(60_000) + i, "guess", "192.0.2." + i))
                    .isInstanceOf(SignIn.Refused.class);
        }

        assertThat(access.signIn("no name either", "guess", "198.51.100.1")).isInstanceOf(SignIn.Later.class);
        assertThat(access.signIn("", "guess", "198.51.100.1")).isInstanceOf(SignIn.Later.class);
        assertThat(access.signIn("ada", "correct horse battery", "198.51.100.1"))
                .isInstanceOf(SignIn.Done.class);
    }
}
