package org.dataferry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedCacheTest {

    @TempDir
    Path folder;

    @Test
    void fillsAFolderOnceForAllThreads() throws Exception {
        // given
        SharedCache cache = new SharedCache(folder.resolve("cache"));
        AtomicInteger fills = new AtomicInteger();
        Callable<Path> use = () -> cache.folder("program-1", draft -> {
            fills.incrementAndGet();
            Files.writeString(draft.resolve("file"), "text");
        });
        // when
        InParallel.run(
                List.of(use, use, use), path -> assertThat(path.resolve("file")).hasContent("text"));
        // then
        assertThat(fills).hasValue(1);
    }

    @Test
    void yieldsToAProcessThatWasFirst() throws Exception {
        // given
        SharedCache cache = new SharedCache(folder);
        // when
        Path filled = cache.folder("program-1", draft -> {
            Files.writeString(draft.resolve("file"), "second");
            Files.createDirectory(folder.resolve("program-1"));
            Files.writeString(folder.resolve("program-1").resolve("file"), "first");
        });
        // then
        assertThat(filled.resolve("file")).hasContent("first");
        assertOnly("program-1");
    }

    @Test
    void leavesNothingWhenFillingFailsAndDeletesWhatAKilledProcessLeft() throws Exception {
        // given
        SharedCache cache = new SharedCache(folder);
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectory(folder.resolve(".program-1.draft." + dead.pid() + ".x"));
        // when, then
        assertThatThrownBy(() -> cache.folder("program-1", draft -> {
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertOnly();
    }

    @Test
    void unpacksFilesLinksAndTheExecutableBit() throws Exception {
        // given
        byte[] archive = tar(file("bin/run", 0755), file("lib/data", 0644), link("lib/link", "data"));
        // when
        ServerArchive.unpack(new ByteArrayInputStream(archive), folder);
        // then
        assertThat(folder.resolve("bin/run")).isExecutable().hasContent("bin/run");
        assertThat(Files.isExecutable(folder.resolve("lib/data"))).isFalse();
        assertThat(folder.resolve("lib/link")).isSymbolicLink().hasContent("lib/data");
    }

    @Test
    void refusesAnArchiveThatWritesOutsideOfItsFolder() throws Exception {
        // given
        byte[] archive = tar(file("../outside", 0644));
        Path inside = Files.createDirectory(folder.resolve("inside"));
        // when, then
        assertThatThrownBy(() -> ServerArchive.unpack(new ByteArrayInputStream(archive), inside))
                .hasMessageContaining("../outside");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    private static TarArchiveEntry file(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(name.getBytes(StandardCharsets.UTF_8).length);
        return entry;
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static byte[] tar(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes)) {
            for (TarArchiveEntry entry : entries) {
                archive.putArchiveEntry(entry);
                if (!entry.isSymbolicLink()) {
                    archive.write(entry.getName().getBytes(StandardCharsets.UTF_8));
                }
                archive.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
