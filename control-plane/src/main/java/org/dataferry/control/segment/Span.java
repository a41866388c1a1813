package org.dataferry.control.segment;

import java.time.Instant;
import java.util.Optional;
import org.dataferry.schemas.settings.SettingsException;

/**
 * A stretch of time.
 *
 * @param from its first moment; empty where it has no beginning
 * @param to the first moment after it; empty where it has no end
 */
public record Span(Optional<Instant> from, Optional<Instant> to) {

    public static final Span ALWAYS = new Span(Optional.empty(), Optional.empty());

    /** @throws SettingsException if it ends before it begins */
    public Span {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new SettingsException("the time from " + from.get() + " to " + to.get()
                    + " is empty, as to is the first moment after it");
        }
    }

    boolean isAlways() {
        return equals(ALWAYS);
    }
}
