package org.dataferry.control.demo.check;

import java.util.Arrays;
import java.util.List;
import org.dataferry.control.demo.business.Business;
import org.dataferry.control.demo.business.Table;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/**
 * Which row of the business a row of the target comes from.
 *
 * @param link whether it is the link that the row makes, and not its row in an entity
 */
record Place(Table table, boolean link, long number) {

    /** @throws IllegalArgumentException if it comes from none */
    static Place of(Business business, RowId row) {
        return switch (row) {
            case RowId.OfSource one -> ofSource(business, one);
            case RowId.Link(var relationship, RowId.OfSource first, RowId.OfSource second) ->
                new Place(
                        Table.PROVIDER_ACCOUNTS,
                        true,
                        business.pairing(
                                keys(first.key()).getFirst(), keys(second.key()).getFirst()));
            case RowId other -> throw new IllegalArgumentException("no row of the business: " + other);
        };
    }

    private static Place ofSource(Business business, RowId.OfSource row) {
        Table table = Arrays.stream(Table.values())
                .filter(one -> one.sqlName().equals(row.table().table()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table of the business: " + row));
        List<Long> keys = keys(row.key());
        // A link that the filter leaves out has no ends, and is known by its source row.
        return new Place(
                table,
                row.entity().equals(LinksCheck.RELATIONSHIP),
                table == Table.PROVIDER_ACCOUNTS ? business.pairing(keys.get(0), keys.get(1)) : keys.get(0) - 1);
    }

    private static List<Long> keys(SourceKey key) {
        return key.components().stream()
                .map(component -> {
                    if (component instanceof Value.Whole(long whole)) {
                        return whole;
                    }
                    throw new IllegalArgumentException("no key of the business: " + key);
                })
                .toList();
    }

    String record() {
        return link ? LinksCheck.record(number) : RowsCheck.record(table, number);
    }
}
