package org.dataferry.emulator.query;

import org.dataferry.emulator.error.Refusals;
import org.jspecify.annotations.Nullable;

/** Numbers from 0 in options and preferences. */
final class Numbers {
    private Numbers() {}

    /** @param name of the option, for the refusal of what is no number */
    static @Nullable Integer read(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, as a negative number is
        }
        throw Refusals.badQuery("Invalid value '" + text + "' for " + name + ": a number from 0 expected.");
    }
}
