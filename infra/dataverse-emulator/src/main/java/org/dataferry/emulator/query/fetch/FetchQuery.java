package org.dataferry.emulator.query.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * Answers FetchXML: {@code GET accounts?fetchXml=…}.
 *
 * <p>Source: Microsoft's pages "Use FetchXml to query data" and "Page results using FetchXml".
 */
public final class FetchQuery {
    private static final String MORE = "Microsoft.Dynamics.CRM.morerecords";
    private static final String COOKIE = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String TOTAL = "Microsoft.Dynamics.CRM.totalrecordcount";
    private static final String TOTAL_EXCEEDED = "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded";
    private static final int MAX_TOTAL = 5_000;
    private static final JsonFactory JSON = new JsonFactory();

    private final Clock clock;
    private final Assumptions.Queries limits;

    public FetchQuery(Clock clock, Assumptions.Queries limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /** @throws Refusal if the query is wrong, or of a kind that is not emulated */
    public ApiResponse answer(RowReads reads, ApiRequest request, Table table, String xml) {
        Fetch fetch = FetchReader.read(xml, limits.maxConditions());
        if (!fetch.entity().table().equals(table.logicalName())) {
            throw FetchReader.invalid("The entity is '" + fetch.entity().table() + "', and the URL asks for '"
                    + table.entitySet() + "'.");
        }
        Operators operators =
                new Operators(reads.catalog().collation(), clock, request.userId(), limits.nullIsNotEqual());
        Plan plan = new Plan(reads, operators, fetch);
        return fetch.aggregate()
                ? groups(request, table, Groups.of(plan, fetch, reads))
                : rows(request, table, fetch, plan, new Columns(plan, fetch, reads, request));
    }

    private static ApiResponse groups(ApiRequest request, Table table, Groups groups) {
        return json(out -> {
            begin(out, request, table);
            groups.write(out, request);
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static ApiResponse rows(ApiRequest request, Table table, Fetch fetch, Plan plan, Columns columns) {
        FetchPage page = FetchPage.read(fetch, plan, columns);
        return json(out -> {
            begin(out, request, table);
            for (Joined row : page.rows()) {
                columns.write(out, row);
            }
            out.writeEndArray();
            if (request.wantsAnnotation(MORE)) {
                out.writeBooleanField("@" + MORE, page.more());
            }
            // Clients go by it without having asked for it.
            if (page.more()) {
                out.writeStringField("@" + COOKIE, cookie(table, fetch.page(), page.rows()));
            }
            if (request.wantsAnnotation(TOTAL)) {
                out.writeNumberField("@" + TOTAL, fetch.totals() ? Math.min(total(plan), MAX_TOTAL) : -1);
            }
            if (request.wantsAnnotation(TOTAL_EXCEEDED)) {
                out.writeBooleanField("@" + TOTAL_EXCEEDED, fetch.totals() && total(plan) > MAX_TOTAL);
            }
            out.writeEndObject();
        });
    }

    private static long total(Plan plan) {
        long[] count = {0};
        plan.each(null, row -> ++count[0] <= MAX_TOTAL);
        return count[0];
    }

    /** Encoded twice, as Dataverse hands it out: a client decodes it twice and puts it into its next query. */
    private static String cookie(Table table, int page, List<Joined> rows) {
        Row first = rows.getFirst().row(Joined.ROOT);
        Row last = rows.getLast().row(Joined.ROOT);
        String inner = "<cookie page=\"" + page + "\"><" + table.primaryId() + " last=\"{" + id(last) + "}\" first=\"{"
                + id(first) + "}\" /></cookie>";
        return "<cookie pagenumber=\"" + (page + 1) + "\" pagingcookie=\"" + UrlText.encode(UrlText.encode(inner))
                + "\" istracking=\"False\" />";
    }

    private static String id(@Nullable Row row) {
        return row == null ? "" : row.id().toString();
    }

    private static void begin(JsonGenerator out, ApiRequest request, Table table) throws IOException {
        out.writeStartObject();
        out.writeStringField("@odata.context", request.rootUrl() + "$metadata#" + table.entitySet());
        out.writeArrayFieldStart("value");
    }

    private interface Body {
        void writeTo(JsonGenerator out) throws IOException;
    }

    private static ApiResponse json(Body body) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator out = JSON.createGenerator(bytes)) {
                body.writeTo(out);
            }
            return ApiResponse.json(200, bytes.toByteArray());
        } catch (IOException e) {
            throw new EmulatorException("Cannot write JSON: " + e.getMessage(), e);
        }
    }
}
