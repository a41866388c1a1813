package org.dataferry.schemas.key;

import java.util.Collection;

/**
 * Rows as people write them, in messages and lists. Programs have the canonical text of the row's id.
 *
 * @param withSource whether tables are named with their source, as two sources can have tables of one name
 */
public record PlainRow(boolean withSource) {

    public static PlainRow of(TableNames names) {
        return new PlainRow(names.isSeveral());
    }

    /** Of a migration that reads these tables. */
    public static PlainRow of(Collection<SourceTable> tables) {
        return new PlainRow(tables.stream().map(SourceTable::source).distinct().count() > 1);
    }

    /** What the row is of, such as {@code account of public.customers ALFKI}. */
    public String text(RowId row) {
        return switch (row) {
            case RowId.OfSource one -> withoutKey(one) + PlainKey.of(one.key()) + discriminator(one);
            case RowId.Merged(String entity, String rule, SourceKey matchKey) ->
                entity + " merged by " + rule + " " + PlainKey.of(matchKey);
            case RowId.Link(String relationship, RowId from, RowId to) ->
                relationship + " of " + text(from) + " and " + text(to);
        };
    }

    /** As above, of the canonical text of a row id; any other text as it is. */
    public String text(String row) {
        try {
            return text(RowId.parse(row));
        } catch (KeyFormatException noId) {
            return row;
        }
    }

    /** The same where the key is not to be shown: up to where it would begin. */
    public String withoutKey(RowId row) {
        return switch (row) {
            case RowId.OfSource one -> one.entity() + " of " + table(one.table()) + " ";
            case RowId.Merged merged -> merged.entity() + " merged by " + merged.rule() + " ";
            case RowId.Link link -> link.relationship() + " ";
        };
    }

    /** Of which table, such as {@code public.customers}. */
    public String table(SourceTable table) {
        return withSource ? TableNames.withSource(table) : table.qualified();
    }

    private static String discriminator(RowId.OfSource row) {
        return row.discriminator().isEmpty() ? "" : " (" + row.discriminator() + ")";
    }
}
