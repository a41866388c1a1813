package org.dataferry.control.cli;

import java.util.Optional;
import org.dataferry.capture.GapDecision;
import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;
import org.dataferry.schemas.settings.SettingsException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How capture goes on where it cannot go on where it stopped. */
final class GapOptions {

    @Option(
            names = "--resnapshot",
            description = "Read all rows of the source again, and remove what is gone there. Needs --why.")
    private boolean resnapshot;

    @Option(
            names = "--accept-gap",
            description = "Go on although changes are lost, which are never captured. Needs --why.")
    private boolean acceptGap;

    @Mixin
    private Author author;

    /** Empty where nothing was decided. */
    Optional<GapDecision> decision() {
        if (!resnapshot && !acceptGap) {
            return Optional.empty();
        }
        if (resnapshot && acceptGap) {
            throw new SettingsException("--resnapshot leaves no gap to accept: give one of it and --accept-gap");
        }
        if (author.why().isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read of this decision");
        }
        return Optional.of(
                new GapDecision(resnapshot ? Choice.RESNAPSHOT : Choice.ACCEPT_GAP, author.name(), author.why()));
    }
}
