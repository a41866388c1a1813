package org.dataferry.emulator.query;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.value.Guids;

/** Where a page ended: its number and its last row. Opaque to clients; the wrapping is that of Dataverse's {@code $skiptoken}. */
record PageCookie(int pageNumber, UUID last) {
    private static final Pattern TEXT =
            Pattern.compile("<cookie pagenumber=\"(\\d{1,9})\" pagingcookie=\"([^\"]*)\" istracking=\"False\" ?/>");
    private static final Pattern LAST = Pattern.compile("last=\"\\{([0-9a-fA-F-]{36})}\"");

    String text() {
        String inner = "<cookie page=\"" + (pageNumber - 1) + "\" last=\"{" + last + "}\" />";
        return "<cookie pagenumber=\"" + pageNumber + "\" pagingcookie=\"" + UrlText.encode(inner)
                + "\" istracking=\"False\" />";
    }

    static PageCookie parse(String token) {
        Matcher matcher = TEXT.matcher(token);
        if (matcher.matches()) {
            Matcher inner = LAST.matcher(UrlText.decodePath(matcher.group(2)));
            UUID last = inner.find() ? Guids.parse(inner.group(1)) : null;
            if (last != null) {
                return new PageCookie(Integer.parseInt(matcher.group(1)), last);
            }
        }
        throw new Refusal(400, "0x80040203", "Malformed $skiptoken: follow @odata.nextLink as it is.");
    }
}
