package org.dataferry.emulator.write;

import java.util.Locale;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;

/** The kinds of files that an organization does not take. Source: Microsoft's page "System settings, General tab". */
public final class BlockedFiles {
    private BlockedFiles() {}

    public static void check(Assumptions.Files files, String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.indexOf('.') >= 0 && files.blockedExtensions().contains(extension)) {
            throw new Refusal(
                    400,
                    "0x80043e09",
                    "The attachment is either not a valid type or is too large. It cannot be uploaded or downloaded.");
        }
    }
}
