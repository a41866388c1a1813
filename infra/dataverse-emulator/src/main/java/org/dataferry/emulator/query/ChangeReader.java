package org.dataferry.emulator.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Changes;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads that track changes: all rows of a table with a delta link, and behind such a link what has changed since.
 *
 * <p>Source: Microsoft's page "Use change tracking to synchronize data with external systems".
 */
public final class ChangeReader {
    private static final String PREFERENCE = "odata.track-changes";
    private static final Set<String> OPTIONS = Set.of("$select", "$skiptoken", "$deltatoken", "tag");
    private static final Set<String> REFUSED = Set.of("$filter", "$orderby", "$expand", "$top");

    private final Assumptions assumptions;
    private final Clock clock;

    public ChangeReader(Assumptions assumptions, Clock clock) {
        this.assumptions = assumptions;
        this.clock = clock;
    }

    /** Whether a read of a table is one of these; the further pages of one say so themselves. */
    public static boolean asked(ApiRequest request, boolean counted) {
        Map<String, String> options = UrlText.parameters(request.query());
        return options.containsKey("$deltatoken")
                || !counted && request.preference(PREFERENCE) != null
                || TrackingCookie.marks(options.getOrDefault("$skiptoken", ""));
    }

    public ApiResponse page(RowReads reads, Changes changes, ApiRequest request, Table table) {
        QueryOptions options = options(request);
        DeltaToken since = since(reads.catalog(), changes, table, options);
        String skipToken = options.get("$skiptoken");
        TrackingCookie cookie = skipToken == null ? null : TrackingCookie.parse(skipToken);
        DeltaToken until = cookie == null ? new DeltaToken(changes.version(), clock.instant()) : cookie.until();
        int size = size(request);
        TrackingCookie.Position last = cookie == null ? null : cookie.position();
        ChangePage page = since == null
                ? ChangePage.ofAll(reads, table, last, size)
                : ChangePage.since(reads, changes, table, since.version(), until.version(), last, size);
        Projection shown = Projection.of(reads, request, table, options, assumptions.queries());
        TrackingCookie.Position end = page.end();
        ApiResponse response = JsonAnswer.of(200, out -> {
            out.writeStringField("@odata.context", shown.context() + (since == null ? "" : "/$delta"));
            if (end == null) {
                out.writeStringField("@odata.deltaLink", Links.to(request, "$deltatoken", until.text(), "$skiptoken"));
            } else {
                int number = cookie == null ? 2 : cookie.pageNumber() + 1;
                out.writeStringField(
                        "@odata.nextLink",
                        Links.to(request, "$skiptoken", new TrackingCookie(number, until, end).text()));
            }
            out.writeArrayFieldStart("value");
            for (ChangePage.Entry entry : page.entries()) {
                write(out, request, table, shown, entry);
            }
            out.writeEndArray();
        });
        return JsonAnswer.applied(request, response, PREFERENCE);
    }

    private static void write(
            JsonGenerator out, ApiRequest request, Table table, Projection shown, ChangePage.Entry entry)
            throws IOException {
        switch (entry) {
            case ChangePage.Entry.Written written -> shown.write(out, written.row());
            case ChangePage.Entry.Deleted deleted -> {
                out.writeStartObject();
                out.writeStringField(
                        "@odata.context", request.rootUrl() + "$metadata#" + table.entitySet() + "/$deletedEntity");
                out.writeStringField("id", deleted.id().toString());
                out.writeStringField("reason", "deleted");
                out.writeEndObject();
            }
        }
    }

    /** How many rows have changed since a delta link; like other counts, no further than they go. */
    public ApiResponse count(RowReads reads, Changes changes, ApiRequest request, Table table) {
        DeltaToken since = since(reads.catalog(), changes, table, options(request));
        int limit = assumptions.queries().countedRows();
        return ApiResponse.text(
                String.valueOf(since == null ? 0 : ChangePage.count(changes, table, since.version(), limit)));
    }

    private static QueryOptions options(ApiRequest request) {
        QueryOptions options = new QueryOptions(UrlText.parameters(request.query()));
        for (String name : options.byName().keySet()) {
            if (REFUSED.contains(name)) {
                throw Refusals.badQuery(
                        "The \"" + name + "\" query parameter isn't supported when Change Tracking is enabled.");
            }
            if (!OPTIONS.contains(name)) {
                throw Refusals.notEmulated("the query option '" + name + "' where changes are tracked");
            }
        }
        return options;
    }

    private @Nullable DeltaToken since(Catalog catalog, Changes changes, Table table, QueryOptions options) {
        if (!catalog.tracksChanges(table)) {
            throw table.intersect()
                    ? new Refusal(
                            400,
                            "0x80072492",
                            "Changes cannot be retrieved for intersect entity " + table.logicalName()
                                    + " since both related entities are not enabled for change tracking.")
                    : new Refusal(
                            400, "0x80072491", "Entity " + table.logicalName() + " isn't enabled for change tracking.");
        }
        String text = options.get("$deltatoken");
        if (text == null) {
            return null;
        }
        DeltaToken token = DeltaToken.parse(text);
        boolean old = token.at().plus(assumptions.changes().kept()).isBefore(clock.instant());
        // A version that is not reached yet is one of before a snapshot was restored.
        if (old || token.version() < changes.since(table) || token.version() > changes.version()) {
            throw new Refusal(
                    assumptions.changes().expiredStatus(),
                    "0x80044352",
                    "Version stamp associated with the client has expired. Please perform a full sync.");
        }
        return token;
    }

    private int size(ApiRequest request) {
        int most = assumptions.queries().pageRows();
        Integer asked = Numbers.read(request.preference("odata.maxpagesize"), "odata.maxpagesize");
        return asked == null ? most : Math.clamp(asked, 1, most);
    }
}
