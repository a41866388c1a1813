package org.dataferry.control.verify;

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
import org.dataferry.control.compare.FieldTexts;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.rows.RowQuery;
import org.dataferry.sink.client.rows.RowReader;

/** The rows of one table of the target. */
final class TargetRows implements TargetTable {

    private final TableDefinition table;
    private final FieldTexts texts;
    private final RowReader reader;
    private final OwnRows own;
    private final NamedRows names;
    private final Set<String> named;
    private final int pageSize;

    /** @param named entities whose rows the lookups of the table may name */
    TargetRows(TableDefinition table, Lane lane, OwnRows own, NamedRows names, Set<String> named, int pageSize) {
        this.table = table;
        this.texts = new FieldTexts(table);
        this.reader = lane.reader().withNamedTables();
        this.own = own;
        this.names = names;
        this.named = Set.copyOf(named);
        this.pageSize = pageSize;
    }

    @Override
    public void all(Set<String> fields, Consumer<HeldRow> rows) throws InterruptedException {
        for (String entity : named) {
            names.readAll(entity);
        }
        RowQuery query = new RowQuery(List.copyOf(columns(fields)), Optional.empty(), List.of(), pageSize);
        reader.scan(
                        table.entitySet(),
                        query,
                        Pages.each(page -> held(page, fields).forEach(rows)))
                .orThrow("read the rows of " + table.logicalName());
    }

    @Override
    public List<HeldRow> some(Set<RowId> wanted, Set<String> fields) throws InterruptedException {
        List<String> keys = wanted.stream().map(row -> FerryKey.of(row).value()).toList();
        List<HeldRow> found = new ArrayList<>();
        reader.rowsIn(
                        table.entitySet(),
                        own.target().keyColumn(),
                        keys,
                        columns(fields),
                        Pages.each(page -> found.addAll(held(page, fields))))
                .orThrow("read rows of " + table.logicalName());
        return found;
    }

    @Override
    public List<HeldRow> byId(Collection<UUID> ids, Set<String> fields) throws InterruptedException {
        Map<UUID, ObjectNode> found = reader.rows(table.entitySet(), ids, List.copyOf(columns(fields)))
                .orThrow("read rows of " + table.logicalName());
        return held(List.copyOf(found.values()), fields);
    }

    private Set<String> columns(Set<String> fields) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(table.entitySet().idColumn());
        columns.addAll(own.columns());
        fields.stream()
                .filter(field -> table.column(field).isPresent())
                .map(texts::property)
                .forEach(columns::add);
        return columns;
    }

    private List<HeldRow> held(List<ObjectNode> page, Set<String> fields) throws InterruptedException {
        List<String> lookups = fields.stream().filter(texts::isLookup).toList();
        List<NamedRows.Name> lookedUp = new ArrayList<>();
        for (ObjectNode row : page) {
            lookups.forEach(lookup -> name(row, lookup).ifPresent(lookedUp::add));
        }
        names.read(lookedUp);
        return page.stream().map(row -> held(row, fields)).toList();
    }

    private HeldRow held(ObjectNode row, Set<String> fields) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String field : fields) {
            if (table.column(field).isPresent()) {
                values.put(field, texts.isLookup(field) ? named(row, field) : texts.held(field, row.path(field)));
            }
        }
        OwnRows.Owner owner = own.of(table.logicalName(), row);
        UUID id = UUID.fromString(row.path(table.entitySet().idColumn()).asText());
        return new HeldRow(owner.row(), id, values, owner.whose());
    }

    private Optional<String> named(ObjectNode row, String lookup) {
        return name(row, lookup)
                .map(name -> names.of(name)
                        .map(RowId::text)
                        .orElseGet(() -> name.entity() + " " + name.id() + ", which this migration did not make"));
    }

    private Optional<NamedRows.Name> name(ObjectNode row, String lookup) {
        String property = texts.property(lookup);
        JsonNode id = row.path(property);
        if (id.isNull() || id.isMissingNode()) {
            return Optional.empty();
        }
        String said = row.path(property + RowReader.NAMED_TABLE).asText("");
        return Optional.of(
                new NamedRows.Name(said.isEmpty() ? onlyTarget(lookup) : said, UUID.fromString(id.asText())));
    }

    /** Which table a lookup names rows of where the server does not say it. */
    private String onlyTarget(String lookup) {
        return table.column(lookup)
                .filter(column -> column.type() instanceof ColumnType.Lookup)
                .map(column -> ((ColumnType.Lookup) column.type()).targets().getFirst())
                .orElseThrow();
    }
}
