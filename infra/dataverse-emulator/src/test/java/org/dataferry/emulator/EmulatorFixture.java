package org.dataferry.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An emulator on an empty folder, with keys that become active at once. */
final class EmulatorFixture implements AutoCloseable {
    private final Path data;
    private final EmulatorSettings settings;
    private DataverseEmulator emulator;

    EmulatorFixture() {
        this(settings -> settings);
    }

    EmulatorFixture(UnaryOperator<EmulatorSettings> change) {
        try {
            data = Files.createTempDirectory("emulator-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings = change.apply(EmulatorSettings.defaults(data).withKeyActivation(Duration.ZERO));
        emulator = DataverseEmulator.start(settings);
    }

    ApiClient client() {
        return new ApiClient(emulator);
    }

    String baseUrl() {
        return emulator.baseUrl();
    }

    void restart() {
        emulator.close();
        emulator = DataverseEmulator.start(settings);
    }

    @Override
    public void close() {
        emulator.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
