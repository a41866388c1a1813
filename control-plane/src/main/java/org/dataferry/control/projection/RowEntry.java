package org.dataferry.control.projection;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.PlainKey;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.TableNames;
import org.jspecify.annotations.Nullable;

/** A row that a batch names, and the last that it says of its identity. */
final class RowEntry {

    private final RowId id;
    private final UUID hash;
    private final TableNames names;
    private boolean identified;
    private @Nullable Identity identity;

    /** @param names how the ledger names tables */
    RowEntry(RowId id, UUID hash, TableNames names) {
        this.id = id;
        this.hash = hash;
        this.names = names;
    }

    String entity() {
        return id.entity();
    }

    /** @param now null where the topic forgets the row */
    void identified(@Nullable Identity now) {
        identified = true;
        identity = now;
    }

    /** In the order of the columns of {@code in_row}. */
    List<@Nullable String> columns() {
        return Columns.of(hash, id.entity(), id.text(), source(), identified, identityColumns());
    }

    private List<@Nullable Object> source() {
        return switch (id) {
            case RowId.OfSource one ->
                Arrays.asList(
                        Hash.of(one.table(), one.key().text()),
                        names.text(one.table()),
                        one.key().text(),
                        PlainKey.of(one.key()));
            case RowId.Merged merged -> Arrays.asList(null, null, null, PlainKey.of(merged.matchKey()));
            case RowId.Link link ->
                Arrays.asList(null, null, null, PlainRow.of(names).text(link));
        };
    }

    private List<@Nullable Object> identityColumns() {
        Identity now = identity;
        if (now == null) {
            return Arrays.asList(null, null, null, null, null, null);
        }
        return switch (now) {
            case Identity.Present(var guid, long version, Identity.Origin origin, var rowVersion) ->
                Arrays.asList(guid.orElse(null), "PRESENT", version, origin.name(), null, null);
            case Identity.Deleted(long version) -> without("DELETED", version);
            case Identity.Gone(long version) -> without("GONE", version);
            case Identity.Parked(long version) -> without("PARKED", version);
            case Identity.Rejected(long version) -> without("REJECTED", version);
            case Identity.MergedInto(RowId into) ->
                Arrays.asList(null, "MERGED", now.version(), null, into.text(), Hash.of(into));
        };
    }

    private static List<@Nullable Object> without(String identity, long version) {
        return Arrays.asList(null, identity, version, null, null, null);
    }
}
