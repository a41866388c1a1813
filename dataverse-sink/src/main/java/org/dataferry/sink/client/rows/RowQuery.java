package org.dataferry.sink.client.rows;

import java.util.List;
import java.util.Optional;
import org.dataferry.sink.client.protocol.UrlText;

/**
 * Which rows and columns to read.
 *
 * @param filter an OData filter, not encoded
 * @param orderBy columns with an optional {@code desc}
 * @param pageSize rows per page; {@value #MAX_PAGE_SIZE} is the server's limit
 */
public record RowQuery(List<String> columns, Optional<String> filter, List<String> orderBy, int pageSize) {
    public static final int MAX_PAGE_SIZE = 5_000;

    public RowQuery {
        columns = List.copyOf(columns);
        orderBy = List.copyOf(orderBy);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("A query without columns would read all of them; name those needed");
        }
        if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException(
                    "The page size is %d, should be between 1 and %d".formatted(pageSize, MAX_PAGE_SIZE));
        }
    }

    /** All rows, in pages of the largest size. */
    public static RowQuery all(String... columns) {
        return new RowQuery(List.of(columns), Optional.empty(), List.of(), MAX_PAGE_SIZE);
    }

    String options() {
        StringBuilder options = new StringBuilder("?$select=").append(String.join(",", columns));
        filter.ifPresent(text -> options.append("&$filter=").append(UrlText.encode(text)));
        if (!orderBy.isEmpty()) {
            options.append("&$orderby=").append(UrlText.encode(String.join(",", orderBy)));
        }
        return options.toString();
    }
}
