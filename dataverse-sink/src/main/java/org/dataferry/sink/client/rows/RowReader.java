package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseEndpoint;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;

/** Reads rows with chosen columns: one, some by their GUIDs, or a whole entity set page by page. */
public final class RowReader {
    /** What follows a lookup's property in the name of the annotation that says which table the named row is of. */
    public static final String NAMED_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname";

    private static final String NAMED_TABLES = "odata.include-annotations=\"" + NAMED_TABLE.substring(1) + "\"";

    private final DataverseClient client;
    private final RowRequests requests;
    private final List<String> preferences;

    public RowReader(DataverseClient client, RowRequests requests) {
        this(client, requests, List.of());
    }

    private RowReader(DataverseClient client, RowRequests requests, List<String> preferences) {
        this.client = client;
        this.requests = requests;
        this.preferences = preferences;
    }

    /** One that also asks, for each lookup, of which table the row is that it names. */
    public RowReader withNamedTables() {
        return new RowReader(client, requests, List.of(NAMED_TABLES));
    }

    /** Empty when there is no such row. */
    public Answer<Optional<ObjectNode>> row(EntitySet set, RowAddress row, List<String> columns)
            throws InterruptedException {
        DataverseRequest get = requests.get(set, row, columns);
        Answer<Reply> answer =
                client.send(preferences.isEmpty() ? get : get.withHeader("Prefer", String.join(",", preferences)));
        if (answer instanceof Failed<Reply>(Failure.Refused(var error)) && error.kind() == ErrorKind.MISSING_ROW) {
            return new Succeeded<>(Optional.empty());
        }
        return answer.map(reply -> Optional.of((ObjectNode) reply.json()));
    }

    /** The rows that exist, by their ids. */
    public Answer<Map<UUID, ObjectNode>> rows(EntitySet set, Collection<UUID> ids, List<String> columns)
            throws InterruptedException {
        Set<String> selected = new LinkedHashSet<>(columns);
        selected.add(set.idColumn());
        List<String> texts = ids.stream().map(UUID::toString).toList();
        Map<UUID, ObjectNode> found = new LinkedHashMap<>();
        Answer<Long> answer = rowsIn(
                set, set.idColumn(), texts, selected, page -> page.forEach(row -> found.put(idOf(set, row), row)));
        return answer.map(count -> found);
    }

    /**
     * Follows the pages of a query to its end. Pages that were handed over before a failure stay handed over.
     *
     * @return how many rows there were
     */
    public Answer<Long> scan(EntitySet set, RowQuery query, Consumer<List<ObjectNode>> page)
            throws InterruptedException {
        return pages(set.name() + query.options(), query.pageSize(), page);
    }

    /**
     * Rows whose column has one of the values, in as many queries as the length of a URL asks for.
     *
     * @return how many rows there were
     */
    public Answer<Long> rowsIn(
            EntitySet set,
            String column,
            Collection<String> values,
            Set<String> columns,
            Consumer<List<ObjectNode>> page)
            throws InterruptedException {
        long count = 0;
        String select = set.name() + "?$select=" + String.join(",", columns) + "&";
        for (String options : InFilter.options(column, values)) {
            Answer<Long> answer = pages(select + options, RowQuery.MAX_PAGE_SIZE, page);
            if (!(answer instanceof Succeeded<Long>(Long rows))) {
                return answer;
            }
            count += rows;
        }
        return new Succeeded<>(count);
    }

    static UUID idOf(EntitySet set, JsonNode row) {
        return Replies.id(row.path(set.idColumn()))
                .orElseThrow(() -> new DataverseException(
                        "A row of %s came without its %s: %s".formatted(set.name(), set.idColumn(), Json.write(row))));
    }

    private Answer<Long> pages(String firstPath, int pageSize, Consumer<List<ObjectNode>> consumer)
            throws InterruptedException {
        long count = 0;
        Optional<String> path = Optional.of(firstPath);
        while (path.isPresent()) {
            // The preference has to be repeated on every page.
            DataverseRequest request = DataverseRequest.get(Operation.READ, path.get())
                    .withHeader("Prefer", prefer("odata.maxpagesize=" + pageSize));
            Answer<Reply> answer = client.send(request);
            if (!(answer instanceof Succeeded<Reply>(Reply reply))) {
                return answer.map(never -> 0L);
            }
            JsonNode json = reply.json();
            List<ObjectNode> page = new ArrayList<>(json.path("value").size());
            json.path("value").forEach(row -> page.add((ObjectNode) row));
            consumer.accept(page);
            count += page.size();
            path = Optional.of(json.path("@odata.nextLink").asText(""))
                    .filter(link -> !link.isEmpty())
                    .map(RowReader::relative);
        }
        return new Succeeded<>(count);
    }

    private String prefer(String preference) {
        return Stream.concat(Stream.of(preference), preferences.stream()).collect(Collectors.joining(","));
    }

    /** The link is followed as it is, but on our own base URL: a token goes to no other host. */
    private static String relative(String nextLink) {
        int api = nextLink.indexOf(DataverseEndpoint.API_PATH);
        if (api < 0) {
            throw new DataverseException(
                    "The next page %s is not below %s".formatted(nextLink, DataverseEndpoint.API_PATH));
        }
        return nextLink.substring(api + DataverseEndpoint.API_PATH.length());
    }
}
