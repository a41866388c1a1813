package org.dataferry.control.endpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.SourceSettings;
import org.dataferry.schemas.settings.YamlFile;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * A migration as a folder, and which of its rebuilds is meant.
 *
 * @param directory with {@code migration.yaml} and {@code mappings/}
 * @param settings of a rebuild, with the environment that it writes to
 * @param rebuild its number; 1 is the run
 */
public record MigrationFolder(Path directory, MigrationSettings settings, int rebuild) {

    static final int RUN = 1;

    /** Reads the settings; whatever is wrong with them is told before anything is started. */
    public static MigrationFolder open(Path directory) {
        MigrationFolder folder = new MigrationFolder(directory, MigrationSettings.load(directory), RUN);
        folder.requireSourcesThatCanBe();
        folder.requireDumpsOfSources();
        return folder;
    }

    /** What only the reader of a source can judge, such as the types of columns. */
    private void requireSourcesThatCanBe() {
        int number = 0;
        for (SourceSettings source : settings.sources()) {
            String ofThis = "sources." + number++ + ".";
            try {
                source.configuredDumps()
                        .ifPresent(dumps ->
                                DumpTable.of(dumps, settings.limits().dumps().deletedPercent()));
                DeclaredKeys.parse(source.keys());
            } catch (SettingsException | SourceException wrong) {
                throw new YamlFile()
                        .placed(
                                directory.resolve(MigrationSettings.FILE_NAME),
                                wrong,
                                path -> path.startsWith(ofThis) ? "source." + path.substring(ofThis.length()) : path);
            }
        }
    }

    /** What was accepted before there were several sources, or when there were, would be forgotten and published again. */
    private void requireDumpsOfSources() {
        for (SourceSettings source : settings.sources()) {
            Path known = TableFiles.dumps(stateOf(source.name()));
            Path other = TableFiles.dumps(settings.tables().isSeveral() ? state() : ofSeveral(source.name()));
            if (source.configuredDumps().isPresent() && !Files.exists(known) && Files.exists(other)) {
                throw new SettingsException("the accepted dumps of source '" + source.name() + "' belong into " + known
                        + (settings.tables().isSeveral()
                                ? ", as there are several sources, "
                                : ", as there is one source, ")
                        + "and there are some in " + other
                        + ". Move that folder if they are of this source, else remove it");
            }
        }
    }

    public Path mappings() {
        return directory.resolve("mappings");
    }

    public boolean isRebuild() {
        return rebuild != RUN;
    }

    public MigrationTopics topics() {
        return settings.topics(rebuild);
    }

    /** All that Ferry keeps of the migration on this machine. */
    public Path state() {
        return directory.resolve(".ferry").toAbsolutePath().normalize();
    }

    /** What it keeps of a source: with one source, beside all else. */
    public Path stateOf(String source) {
        return settings.tables().isSeveral() ? ofSeveral(source) : state();
    }

    private Path ofSeveral(String source) {
        return state().resolve("sources").resolve(source);
    }

    /** What it keeps of this rebuild alone: locks, state of stages, an emulator of its own. */
    public Path ownState() {
        return isRebuild() ? Rebuild.state(state(), rebuild) : state();
    }
}
