package org.dataferry.emulator;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the emulator until it is told to stop. Exit codes: 0 stopped, 2 wrong usage, settings, port or folder. */
@Command(
        name = "emulator",
        mixinStandardHelpOptions = true,
        description = "Answers as Microsoft Dataverse's Web API does.",
        footerHeading = "%nExample:%n",
        footer = "  ferry emulator --port 9000 --data /tmp/emulator --time-scale 10")
public final class EmulatorApp implements Callable<Integer> {
    private static final int WRONG_USE = 2;
    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    @Option(names = "--port", description = "The port to listen on; 0, the default, for any free one.")
    private @Nullable Integer port;

    @Option(names = "--data", description = "The folder for rows; made if it is not there. Default: .emulator")
    private @Nullable Path data;

    @Option(
            names = "--time-scale",
            description = "How much faster than the wall's clock tokens, keys, limits and latencies run.")
    private @Nullable Double timeScale;

    @Option(names = "--settings", description = "A file with settings, YAML or JSON; options given here win.")
    private @Nullable Path settingsFile;

    public static void main(String[] arguments) {
        // Where logging is configured already, by a property or by the process that has us on its classpath, it stays
        // so.
        if (System.getProperty(LOG_CONFIGURATION) == null && EmulatorApp.class.getResource("/logback.xml") == null) {
            System.setProperty(LOG_CONFIGURATION, "emulator-logback.xml");
        }
        int exitCode = new CommandLine(new EmulatorApp()).execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            DataverseEmulator emulator = DataverseEmulator.start(settings());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                emulator.close();
                stopped.countDown();
            }));
            System.out.println("emulator ready url=" + emulator.baseUrl());
            System.out.flush();
        } catch (EmulatorException e) {
            System.err.println("emulator: " + e.getMessage());
            return WRONG_USE;
        }
        stopped.await();
        return 0;
    }

    EmulatorSettings settings() {
        EmulatorSettings settings = EmulatorSettings.defaults(Path.of(".emulator"));
        if (settingsFile != null) {
            settings = SettingsText.read(settingsFile).over(settings);
        }
        if (port != null) {
            settings = settings.withPort(port);
        }
        if (data != null) {
            settings = settings.withData(data);
        }
        if (timeScale != null) {
            settings = settings.withTimeScale(timeScale);
        }
        return settings;
    }
}
