package org.dataferry.control.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class UsersTest {

    private static final PasswordHash HASH = PasswordHash.of("correct horse battery", new SecureRandom());

    @TempDir
    private Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("users"), text);
    }

    @Test
    void aLineIsReadAsItWasWritten() throws IOException {
        User ada = new User("ada@example.com", Role.OPERATOR, HASH);

        Users users = Users.open(write("# people\n\n" + ada.line() + "\n"));

        assertThat(users.find("ada@example.com")).hasValue(ada);
        assertThat(users.find("ada")).isEmpty();
    }

    @Test
    void whoSeesDataOfPersonsIsSaidBesideTheRole() throws IOException {
        User ada = new User("ada", Role.VIEWER, true, HASH);

        Users users = Users.open(write(ada.line() + "\n" + new User("bob", Role.APPROVER, HASH).line() + "\n"));

        assertThat(ada.line()).startsWith("ada:viewer+personal:");
        assertThat(users.find("ada")).hasValue(ada);
        assertThat(users.find("bob").orElseThrow().seesPersonal()).isFalse();
    }

    @Test
    void aPasswordMatchesItsHashAlone() {
        assertThat(HASH.matches("correct horse battery")).isTrue();
        assertThat(HASH.matches("correct horse battery ")).isFalse();
        assertThat(HASH.matches("")).isFalse();
        assertThat(PasswordHash.parse(HASH.text()).orElseThrow().matches("correct horse battery"))
                .isTrue();
        assertThat(HASH.toString()).isEqualTo("***");
    }

    @Test
    void aHashOfFewerRoundsIsNone() {
        assertThat(PasswordHash.parse(HASH.text().replace("$600000$", "$1000$")))
                .isEmpty();
        assertThat(PasswordHash.parse(HASH.text().replace("$600000$", "$999999999$")))
                .isEmpty();
        assertThat(PasswordHash.parse("correct horse battery")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', names nobody",
        "'ada', 'line 1: a line is name:role:hash'",
        "'ada:admin:HASH', 'line 1: ''admin'' is no role; roles are viewer, operator, approver, each with or without +personal'",
        "'ada:viewer:secret', 'line 1: its third part is no hash'",
        "'a/b:viewer:HASH', 'line 1: ''a/b'' cannot name a user'",
        "'capture:viewer:HASH', 'line 1: ''capture'' cannot name a user: so capture signs'",
        "'ada:viewer:HASH|ada:approver:HASH', 'line 2: ada stands there twice'"
    })
    void tellsWhatIsWrongWithoutShowingAHash(String text, String message) throws IOException {
        Path file = write(text.replace("HASH", HASH.text()).replace('|', '\n'));

        assertThatThrownBy(() -> Users.open(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("pbkdf2", "secret");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() -> Users.open(directory.resolve("nobody")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ferry dashboard --hash-password makes");
    }

    @Test
    void aFileThatIsBrokenWhileItIsUsedChangesNothing() throws IOException {
        Users users = Users.open(write(new User("ada", Role.VIEWER, HASH).line()));

        Files.setLastModifiedTime(write("nonsense"), FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(users.find("ada")).isPresent();
        assertThat(users.trouble().orElseThrow()).contains("line 1: a line is name:role:hash");
    }

    @Test
    void aFileThatIsMissingChangesNothingUntilItIsThereAgain() throws IOException {
        String ada = new User("ada", Role.VIEWER, HASH).line();
        Users users = Users.open(write(ada));
        FileTime before = Files.getLastModifiedTime(directory.resolve("users"));

        Files.delete(directory.resolve("users"));

        assertThat(users.find("ada")).isPresent();
        assertThat(users.trouble().orElseThrow()).contains("cannot be read", "NoSuchFile");

        // As from a backup, with the time that it had.
        Files.setLastModifiedTime(write(ada), before);
        assertThat(users.trouble()).isEmpty();
    }

    @Test
    void aFileThatIsMendedHolds() throws IOException {
        Users users = Users.open(write(new User("ada", Role.VIEWER, HASH).line()));
        Files.setLastModifiedTime(write("nonsense"), FileTime.from(Instant.now().plusSeconds(5)));
        users.find("ada");

        Files.setLastModifiedTime(
                write(new User("bob", Role.VIEWER, HASH).line()),
                FileTime.from(Instant.now().plusSeconds(10)));

        assertThat(users.find("bob")).isPresent();
        assertThat(users.find("ada")).isEmpty();
        assertThat(users.trouble()).isEmpty();
    }

    @Test
    void oneTroubleIsToldOnceHoweverOftenUsersAreAskedFor() throws IOException {
        Users users = Users.open(write(new User("ada", Role.VIEWER, HASH).line()));
        Logger log = (Logger) LoggerFactory.getLogger(Users.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        log.addAppender(said);
        try {
            Files.delete(directory.resolve("users"));
            users.find("ada");
            users.find("ada");
            Files.setLastModifiedTime(
                    write("nonsense"), FileTime.from(Instant.now().plusSeconds(5)));
            users.find("ada");
            users.find("ada");
        } finally {
            log.detachAppender(said);
        }

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        missing -> assertThat(missing).contains("cannot be read"),
                        broken -> assertThat(broken).contains("line 1"));
    }
}
