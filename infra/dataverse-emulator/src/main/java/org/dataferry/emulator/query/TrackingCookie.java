package org.dataferry.emulator.query;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.value.Guids;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a read that tracks changes ended. The wrapping is that of {@link PageCookie}, with {@code istracking="True"}.
 *
 * @param until what the delta link behind the last page will say: it was settled with the first page, so that whatever changes while the
 *     pages are read comes with the next changes
 */
record TrackingCookie(int pageNumber, DeltaToken until, Position position) {
    private static final String MARK = "istracking=\"True\"";
    private static final Pattern TEXT =
            Pattern.compile("<cookie pagenumber=\"(\\d{1,9})\" pagingcookie=\"([^\"]*)\" " + MARK + " ?/>");
    private static final Pattern INNER =
            Pattern.compile("<cookie until=\"([^\"]*)\" (row|written|deleted)=\"\\{?([0-9a-fA-F-]{1,36})}?\" ?/>");

    /** The last entry of a page. */
    sealed interface Position {
        /** In a read of all rows, in the order of their ids. */
        record Row(UUID id) implements Position {}

        /** In a read of changes, among the rows that were written. */
        record Written(long version) implements Position {}

        /** Among those that were deleted, which come behind. */
        record Deleted(long version) implements Position {}
    }

    static boolean marks(String skipToken) {
        return skipToken.contains(MARK);
    }

    String text() {
        String last = switch (position) {
            case Position.Row row -> "row=\"{" + row.id() + "}\"";
            case Position.Written written -> "written=\"" + written.version() + "\"";
            case Position.Deleted deleted -> "deleted=\"" + deleted.version() + "\"";
        };
        String inner = "<cookie until=\"" + until.text() + "\" " + last + " />";
        return "<cookie pagenumber=\"" + pageNumber + "\" pagingcookie=\"" + UrlText.encode(inner) + "\" " + MARK
                + " />";
    }

    static TrackingCookie parse(String token) {
        Matcher outer = TEXT.matcher(token);
        if (outer.matches()) {
            Matcher inner = INNER.matcher(UrlText.decodePath(outer.group(2)));
            Position position = inner.matches() ? position(inner.group(2), inner.group(3)) : null;
            if (position != null) {
                return new TrackingCookie(Integer.parseInt(outer.group(1)), DeltaToken.parse(inner.group(1)), position);
            }
        }
        throw malformed();
    }

    static Refusal malformed() {
        return new Refusal(400, "0x80040203", "Malformed $skiptoken: follow @odata.nextLink as it is.");
    }

    private static @Nullable Position position(String kind, String at) {
        if (kind.equals("row")) {
            UUID id = Guids.parse(at);
            return id == null ? null : new Position.Row(id);
        }
        if (!at.matches("\\d{1,18}")) {
            return null;
        }
        long version = Long.parseLong(at);
        return kind.equals("written") ? new Position.Written(version) : new Position.Deleted(version);
    }
}
