package org.dataferry.control.bench.diff;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchChild;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.BenchServers;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;

/** Compares two dumps, small ones beside the peer and large ones for memory and growth. */
public final class DiffBench {

    /** Ten million rows take some minutes. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** As the {@code ferry} command has. */
    private static final String HEAP = "-Xmx1g";

    private DiffBench() {}

    /** @param say told in words what is done */
    public static DiffFigures run(DiffBenchSettings settings, Consumer<String> say, Progress progress)
            throws InterruptedException {
        try (BenchServers servers = BenchServers.start(Set.of(ServerKind.KAFKA, ServerKind.REGISTRY), progress)) {
            DiffFigures.Part small = part(settings.rows(), settings.repetitions(), true, settings.seed(), servers, say);
            Optional<DiffFigures.Part> large = settings.largeRows() == 0
                    ? Optional.empty()
                    : Optional.of(part(settings.largeRows(), 1, false, settings.seed(), servers, say));
            return new DiffFigures(settings, small, large);
        }
    }

    private static DiffFigures.Part part(
            int rows, int repetitions, boolean withPeer, long seed, BenchServers servers, Consumer<String> say)
            throws InterruptedException {
        Path folder = servers.folder().resolve("dumps-" + rows);
        try {
            Files.createDirectories(folder);
            say.accept("%,d rows: two dumps are made".formatted(rows));
            DiffFiles.write(folder, rows, seed);
            say.accept("%,d rows: the dumps are compared".formatted(rows));
            BenchKafka kafka = servers.kafka();
            Process child = BenchChild.start(
                    DiffChild.class,
                    List.of(HEAP),
                    List.of(
                            kafka.bootstrapServers(),
                            kafka.registry(),
                            folder.toString(),
                            Integer.toString(repetitions),
                            Boolean.toString(withPeer)),
                    folder.resolve("child.log"));
            try {
                if (!child.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS) || child.exitValue() != 0) {
                    throw new ControlException("the comparison of " + rows + " rows has failed: "
                            + Files.readString(folder.resolve("child.log")).strip());
                }
            } finally {
                child.destroyForcibly();
            }
            return figures(rows, Files.readAllLines(folder.resolve("figures.txt")), withPeer);
        } catch (IOException failed) {
            throw new ControlException("the benchmark's folder cannot be used: " + failed, failed);
        } finally {
            delete(folder);
        }
    }

    private static DiffFigures.Part figures(int rows, List<String> lines, boolean withPeer) {
        List<Double> ours = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] seconds = line.split(" ");
            ours.add(Double.parseDouble(seconds[0]));
            if (withPeer) {
                peer.add(Double.parseDouble(seconds[1]));
            }
        }
        return new DiffFigures.Part(rows, ours, peer, Long.parseLong(lines.getLast()));
    }

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
