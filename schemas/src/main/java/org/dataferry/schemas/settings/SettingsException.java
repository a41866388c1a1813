package org.dataferry.schemas.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** Something in a migration's folder is wrong; the message names the file, the place and what would be right. */
public final class SettingsException extends SchemasException {

    private final List<YamlMistake> mistakes;

    public SettingsException(String message) {
        this(message, null);
    }

    public SettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.mistakes = List.of();
    }

    /** @param mistakes at least one; each has a line of the message */
    SettingsException(Path file, List<YamlMistake> mistakes, @Nullable Throwable cause) {
        super(mistakes.stream().map(mistake -> file + mistake.text()).collect(Collectors.joining("\n")), cause);
        this.mistakes = List.copyOf(mistakes);
    }

    /** All that could be told of a file at once; empty if it is not about places in a file. */
    public List<YamlMistake> mistakes() {
        return mistakes;
    }
}
