package org.dataferry.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The user's cache, where server programs are unpacked once for all migrations: {@code ~/.cache/ferry}, or below {@code XDG_CACHE_HOME},
 * or what the system property {@code ferry.cache} names. Everything in it can be deleted while no server runs.
 */
record SharedCache(Path path) {

    /** Threads of this process wait for each other; two processes at once only waste the work of one. */
    private static final Map<Path, Object> FILLING = new ConcurrentHashMap<>();

    /** Writes an unpacked program into an empty folder. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException, InterruptedException;
    }

    static SharedCache ofThisUser() {
        String configured = System.getProperty("ferry.cache");
        if (configured != null) {
            return new SharedCache(Path.of(configured).toAbsolutePath());
        }
        String cacheHome = System.getenv("XDG_CACHE_HOME");
        Path home = cacheHome == null || cacheHome.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(cacheHome);
        return new SharedCache(home.resolve("ferry").toAbsolutePath());
    }

    /**
     * The folder of that name, filled if it is missing. It appears complete or not at all; when two processes fill it at once, one of
     * them wins and both use it.
     */
    Path folder(String name, Filler filler) throws IOException, InterruptedException {
        Path folder = path.resolve(name);
        synchronized (FILLING.computeIfAbsent(folder, key -> new Object())) {
            if (!Files.isDirectory(folder)) {
                fill(name, folder, filler);
            }
        }
        return folder;
    }

    private void fill(String name, Path folder, Filler filler) throws IOException, InterruptedException {
        Files.createDirectories(path);
        deleteAbandonedDrafts(name);
        Path draft = path.resolve(
                "%s%d.%s".formatted(draftPrefix(name), ProcessHandle.current().pid(), UUID.randomUUID()));
        Files.createDirectory(draft);
        try {
            filler.fill(draft);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was first: a folder that is not empty is not replaced.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } finally {
            FileTree.delete(draft);
        }
    }

    private void deleteAbandonedDrafts(String name) throws IOException {
        List<Path> drafts;
        try (Stream<Path> files = Files.list(path)) {
            drafts = files.filter(file -> file.getFileName().toString().startsWith(draftPrefix(name)))
                    .toList();
        }
        for (Path draft : drafts) {
            String pid =
                    draft.getFileName().toString().substring(draftPrefix(name).length());
            if (ProcessHandle.of(Long.parseLong(pid.substring(0, pid.indexOf('.'))))
                    .isEmpty()) {
                FileTree.delete(draft);
            }
        }
    }

    private static String draftPrefix(String name) {
        return "." + name + ".draft.";
    }
}
