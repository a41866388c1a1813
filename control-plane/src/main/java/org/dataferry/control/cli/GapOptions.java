package org.dataferry.control.cli;

import java.util.Map;
import org.dataferry.capture.GapDecision;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How capture of a source goes on where it cannot go on where it stopped. */
final class GapOptions {

    @Option(
            names = "--resnapshot",
            description = "Read all rows of the source again, and remove what is gone there. Needs --why.")
    private boolean resnapshot;

    @Option(
            names = "--accept-gap",
            description = "Go on although changes are lost, which are never captured. Needs --why.")
    private boolean acceptGap;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Of which source it is decided, where the migration has several.")
    private @Nullable String source;

    @Mixin
    private Author author;

    /** By source; empty where nothing was decided. */
    Map<String, GapDecision> decisions(MigrationSettings settings) {
        if (!resnapshot && !acceptGap) {
            if (source != null) {
                throw new SettingsException("--source goes with --resnapshot or --accept-gap");
            }
            return Map.of();
        }
        if (resnapshot && acceptGap) {
            throw new SettingsException("--resnapshot leaves no gap to accept: give one of it and --accept-gap");
        }
        if (author.why().isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read of this decision");
        }
        return Map.of(
                decided(settings),
                new GapDecision(resnapshot ? Choice.RESNAPSHOT : Choice.ACCEPT_GAP, author.name(), author.why()));
    }

    private String decided(MigrationSettings settings) {
        if (source != null) {
            return settings.source(source).name();
        }
        if (settings.tables().isSeveral()) {
            throw new SettingsException("say of which source it is decided: --source with one of "
                    + String.join(", ", settings.tables().sources()));
        }
        return settings.tables().sources().getFirst();
    }
}
