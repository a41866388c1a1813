package org.dataferry.control.endpoint;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.settings.DataverseSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Which environment a rebuild writes to. It is another one than that of the run and of every other rebuild, as two that
 * write the same rows overwrite each other; and it is the same one for good, as what a rebuild knows of rows is of there.
 * An embedded one has an emulator of its own.
 */
public final class Rebuild {

    private static final Pattern STATE = Pattern.compile("g[1-9][0-9]*");

    /** Remembers the environment. */
    private static final String TARGET = "target";

    /** Remembers up to where changes are mapped. */
    private static final String AS_OF = "as-of";

    private static final String EMULATOR = "emulator";

    private Rebuild() {}

    /**
     * The folder as a rebuild sees it. Nothing is written or started.
     *
     * @param run the folder as it was opened
     * @param target the environment; null for the one that it began with
     * @throws SettingsException if the number is none of a rebuild, or no environment is known
     * @throws RefusedException if the environment is somebody else's, or not the one that it began with
     */
    public static MigrationFolder of(MigrationFolder run, int number, @Nullable URI target) {
        if (number <= MigrationFolder.RUN) {
            throw new SettingsException("there is no rebuild " + number
                    + ": 1 is the run itself, which ferry run is for;" + " rebuilds have numbers from 2");
        }
        Optional<URI> ofRun = run.settings().target().configuredDataverse().map(DataverseSettings::url);
        return ofRun.isEmpty()
                ? withEmulator(run, number, target)
                : into(environment(run.state(), number, ofRun.get(), target), run, number);
    }

    /**
     * Writes down where it writes to, and up to where it maps changes; from now on it writes nowhere else, and maps no others.
     */
    public static void remember(MigrationFolder rebuild, AsOf asOf) {
        write(rebuild.ownState().resolve(AS_OF), asOf.text());
        write(rebuild.ownState().resolve(TARGET), environmentOf(rebuild));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new ControlException(file + " cannot be written: " + failed, failed);
        }
    }

    /** Up to where it maps changes, as it began; all of them for a run, and for one that has not begun. */
    public static AsOf asOf(MigrationFolder folder) {
        return folder.isRebuild()
                ? remembered(folder.ownState(), AS_OF).map(AsOf::parse).orElse(AsOf.NOW)
                : AsOf.NOW;
    }

    /**
     * Up to where it maps changes.
     *
     * @param wanted empty for that which it began with
     * @throws RefusedException if it has begun with another point
     */
    public static AsOf asOf(MigrationFolder rebuild, Optional<AsOf> wanted) {
        AsOf begun = asOf(rebuild);
        if (isBegun(rebuild) && wanted.isPresent() && !wanted.get().equals(begun)) {
            throw new RefusedException("rebuild " + rebuild.rebuild() + " has begun as of " + begun.text()
                    + ", and what it has made is of then; for " + wanted.get().text() + " take another number");
        }
        return isBegun(rebuild) ? begun : wanted.orElse(AsOf.NOW);
    }

    /** Whether it was begun from this folder. */
    public static boolean isBegun(MigrationFolder rebuild) {
        return remembered(rebuild.ownState()).isPresent();
    }

    /** Where the rebuilds of a migration keep what is theirs alone. */
    public static List<Path> states(Path state) {
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(state)) {
            return found.filter(
                            path -> STATE.matcher(path.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new ControlException("the rebuilds in " + state + " cannot be looked at: " + failed, failed);
        }
    }

    static Path state(Path state, int number) {
        return state.resolve("g" + number);
    }

    private static MigrationFolder withEmulator(MigrationFolder run, int number, @Nullable URI target) {
        if (target != null) {
            throw new SettingsException("--target is for a migration whose target is configured; this one writes to an"
                    + " emulator, and a rebuild of it gets one of its own");
        }
        requireUnchanged(run.state(), number, EMULATOR);
        return new MigrationFolder(run.directory(), run.settings(), number);
    }

    private static MigrationFolder into(URI environment, MigrationFolder run, int number) {
        MigrationFolder rebuild =
                new MigrationFolder(run.directory(), run.settings().into(environment), number);
        requireUnchanged(run.state(), number, environmentOf(rebuild));
        for (Path other : states(run.state())) {
            if (!other.equals(rebuild.ownState())
                    && remembered(other)
                            .filter(taken -> isSame(taken, environment.toString()))
                            .isPresent()) {
                throw new RefusedException(environment + " is what rebuild "
                        + other.getFileName().toString().substring(1)
                        + " writes to: two rebuilds in one environment would overwrite each other's rows");
            }
        }
        return rebuild;
    }

    private static URI environment(Path state, int number, URI ofRun, @Nullable URI target) {
        URI environment = Optional.ofNullable(target)
                .or(() -> remembered(state(state, number))
                        .filter(known -> !known.equals(EMULATOR))
                        .map(URI::create))
                .orElseThrow(() -> new SettingsException("rebuild " + number
                        + " needs --target URL, an environment of its own: the run writes to " + ofRun));
        if (environment.getScheme() == null
                || !environment.getScheme().matches("https?")
                || environment.getHost() == null) {
            throw new SettingsException("--target is '" + environment + "', expected https://<org>.crm.dynamics.com");
        }
        if (DataverseSettings.isSameEnvironment(environment, ofRun)) {
            throw new RefusedException("the run writes to " + ofRun + ": a rebuild in the same environment would"
                    + " overwrite its rows, and the run those of the rebuild; give --target another one");
        }
        return environment;
    }

    private static void requireUnchanged(Path state, int number, String environment) {
        remembered(state(state, number))
                .filter(known -> !isSame(known, environment))
                .ifPresent(known -> {
                    throw new RefusedException("rebuild " + number + " has begun with the target " + known
                            + ", and what it knows of rows is of there; for " + environment + " take another number");
                });
    }

    private static boolean isSame(String one, String other) {
        return one.equals(EMULATOR) || other.equals(EMULATOR)
                ? one.equals(other)
                : DataverseSettings.isSameEnvironment(URI.create(one), URI.create(other));
    }

    private static String environmentOf(MigrationFolder rebuild) {
        return rebuild.settings()
                .target()
                .configuredDataverse()
                .map(configured -> configured.url().toString())
                .orElse(EMULATOR);
    }

    private static Optional<String> remembered(Path own) {
        return remembered(own, TARGET);
    }

    private static Optional<String> remembered(Path own, String what) {
        Path file = own.resolve(what);
        try {
            // A kill may have left it empty.
            return Files.exists(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException failed) {
            throw new ControlException(file + " cannot be read: " + failed, failed);
        }
    }
}
