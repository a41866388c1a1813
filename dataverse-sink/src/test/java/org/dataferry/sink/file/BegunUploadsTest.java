package org.dataferry.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of an upload is found again by the next process, as far as it was written whole. */
final class BegunUploadsTest {

    @TempDir
    Path folder;

    @Test
    void findsSessionAndBlocksAgain() {
        BegunUploads uploads = opened(Clock.systemUTC());
        uploads.begin("one", "a session\nof any characters");
        uploads.add("one", "AAAA");
        uploads.add("one", "BBBB");
        uploads.begin("another", "s");

        assertThat(opened(Clock.systemUTC()).find("one"))
                .contains(new BegunUploads.Begun("a session\nof any characters", Set.of("AAAA", "BBBB")));
        assertThat(opened(Clock.systemUTC()).find("another")).contains(new BegunUploads.Begun("s", Set.of()));
        assertThat(opened(Clock.systemUTC()).find("none")).isEmpty();
    }

    @Test
    void believesNothingOfALineThatWasTornOff() throws IOException {
        BegunUploads uploads = opened(Clock.systemUTC());
        uploads.begin("one", "s");
        uploads.add("one", "AAAA");
        Files.writeString(onlyFile(), "BB", StandardOpenOption.APPEND);
        assertThat(opened(Clock.systemUTC()).find("one")).contains(new BegunUploads.Begun("s", Set.of("AAAA")));

        Files.writeString(onlyFile(), "c2Vz");
        assertThat(opened(Clock.systemUTC()).find("one")).as("a torn session").isEmpty();
    }

    @Test
    void forgetsWhatEndedOrBeganAnew() {
        BegunUploads uploads = opened(Clock.systemUTC());
        uploads.begin("one", "s");
        uploads.add("one", "AAAA");

        uploads.begin("one", "t");
        assertThat(uploads.find("one")).contains(new BegunUploads.Begun("t", Set.of()));
        uploads.end("one");
        assertThat(uploads.find("one")).isEmpty();
        uploads.end("one");
    }

    @Test
    void forgetsWhatTheTargetHasDroppedByNow() {
        opened(Clock.systemUTC()).begin("one", "s");

        assertThat(opened(Clock.offset(Clock.systemUTC(), Duration.ofDays(6))).find("one"))
                .isPresent();
        assertThat(opened(Clock.offset(Clock.systemUTC(), Duration.ofDays(8))).find("one"))
                .isEmpty();
    }

    @Test
    void beginsAnewWhereWhatWasWrittenDownIsDamaged() throws IOException {
        BegunUploads uploads = opened(Clock.systemUTC());
        uploads.begin("one", "s");
        Files.writeString(onlyFile(), "not base64!\nAAAA\n");
        assertThat(uploads.find("one")).as("no session").isEmpty();
        assertThat(folder.resolve("uploads")).isEmptyDirectory();

        uploads.begin("one", "s");
        Files.write(onlyFile(), new byte[] {(byte) 0xC3, '\n'});
        assertThat(uploads.find("one")).as("no text").isEmpty();
        uploads.begin("one", "t");
        assertThat(uploads.find("one")).contains(new BegunUploads.Begun("t", Set.of()));
    }

    @Test
    void doesWithoutWhatCannotBeWritten() throws IOException {
        BegunUploads uploads = opened(Clock.systemUTC());
        Files.writeString(folder.resolve("uploads"), "a file where the directory should be");
        uploads.begin("one", "s");
        uploads.add("one", "AAAA");
        uploads.end("one");
        assertThat(uploads.find("one")).isEmpty();
    }

    @Test
    void takesNoBlockForTheSessionOfAnUploadWhoseFileDisappeared() throws IOException {
        BegunUploads uploads = opened(Clock.systemUTC());
        uploads.begin("one", "s");
        Files.delete(onlyFile());
        uploads.add("one", "AAAA");

        assertThat(uploads.find("one")).isEmpty();
        uploads.end("one");
    }

    private BegunUploads opened(Clock clock) {
        return BegunUploads.in(folder.resolve("uploads"), clock);
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(folder.resolve("uploads"))) {
            return files.findFirst().orElseThrow();
        }
    }
}
