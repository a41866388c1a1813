package org.dataferry.emulator.write;

import java.util.Locale;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;

/** What files an organization does not take, by their kind and as attachments by their size. Source: Microsoft's page "System settings, General tab". */
public final class BlockedFiles {
    private static final int KILO = 1024;

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

    /** @param bytes of the file of a note */
    public static void checkSize(Assumptions.Files files, long bytes) {
        if (bytes > files.maxAttachmentKilobytes() * (long) KILO) {
            throw new Refusal(
                    400,
                    "0x80044a02",
                    "Attachment file size is too big: " + bytes + " bytes; the maximum is "
                            + files.maxAttachmentKilobytes() + " KB.");
        }
    }
}
