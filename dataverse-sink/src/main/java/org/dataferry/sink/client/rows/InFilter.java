package org.dataferry.sink.client.rows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.UrlText;

/** Queries for rows by lists of values, cut so that each URL stays within what the server reads. */
final class InFilter {
    /** The limit for a GET is 32 KB; the rest is for host, path and options. */
    private static final int MAX_VALUES_LENGTH = 30_000;

    /** Time per value was seen to be flat up to here, and to grow beyond. */
    private static final int MAX_VALUES = 1_000;

    private static final String COMMA = "%2C";

    private InFilter() {}

    /** URL options, one query per chunk; none for no values. */
    static List<String> options(String column, Collection<String> values) {
        List<String> queries = new ArrayList<>();
        List<String> chunk = new ArrayList<>();
        int length = 0;
        for (String value : values) {
            String literal = UrlText.encode(Json.write(Json.object().textNode(value)));
            int added = literal.length() + COMMA.length();
            if (!chunk.isEmpty() && (length + added > MAX_VALUES_LENGTH || chunk.size() == MAX_VALUES)) {
                queries.add(option(column, chunk));
                chunk.clear();
                length = 0;
            }
            chunk.add(literal);
            length += added;
        }
        if (!chunk.isEmpty()) {
            queries.add(option(column, chunk));
        }
        return queries;
    }

    private static String option(String column, List<String> literals) {
        return "$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1="
                + UrlText.encode(UrlText.quote(column)) + "&@p2=%5B" + String.join(COMMA, literals) + "%5D";
    }
}
