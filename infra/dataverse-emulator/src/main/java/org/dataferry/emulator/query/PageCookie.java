package org.dataferry.emulator.query;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.value.Guids;

/**
 * Where a page ended. Opaque to clients; the wrapping is that of Dataverse's {@code $skiptoken}.
 *
 * @param values by which the last row was sorted, so that the next page begins there even if the row is gone by then
 */
record PageCookie(int pageNumber, UUID last, List<String> values) {
    private static final Pattern TEXT =
            Pattern.compile("<cookie pagenumber=\"(\\d{1,9})\" pagingcookie=\"([^\"]*)\" istracking=\"False\" ?/>");
    private static final Pattern LAST = Pattern.compile("last=\"\\{([0-9a-fA-F-]{36})}\" values=\"([^\"]*)\"");

    PageCookie {
        values = List.copyOf(values);
    }

    String text() {
        String inner = "<cookie page=\"" + (pageNumber - 1) + "\" last=\"{" + last + "}\" values=\""
                + values.stream().map(UrlText::encode).collect(Collectors.joining(",")) + "\" />";
        return "<cookie pagenumber=\"" + pageNumber + "\" pagingcookie=\"" + UrlText.encode(inner)
                + "\" istracking=\"False\" />";
    }

    static PageCookie parse(String token) {
        Matcher matcher = TEXT.matcher(token);
        if (matcher.matches()) {
            Matcher inner = LAST.matcher(UrlText.decodePath(matcher.group(2)));
            UUID last = inner.find() ? Guids.parse(inner.group(1)) : null;
            if (last != null) {
                List<String> values = inner.group(2).isEmpty()
                        ? List.of()
                        : Stream.of(inner.group(2).split(",", -1))
                                .map(UrlText::decodePath)
                                .toList();
                return new PageCookie(Integer.parseInt(matcher.group(1)), last, values);
            }
        }
        throw TrackingCookie.malformed();
    }
}
