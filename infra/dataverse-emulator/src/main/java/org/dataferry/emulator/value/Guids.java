package org.dataferry.emulator.value;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GUIDs in their canonical text; braces are tolerated. */
public final class Guids {
    private static final Pattern CANONICAL =
            Pattern.compile("\\{?([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})}?");

    private Guids() {}

    public static @Nullable UUID parse(String text) {
        var matcher = CANONICAL.matcher(text);
        return matcher.matches() ? UUID.fromString(matcher.group(1)) : null;
    }
}
