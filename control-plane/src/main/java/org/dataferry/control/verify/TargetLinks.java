package org.dataferry.control.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowQuery;

/** The links of one many-to-many relationship, as its intersect table has them. A link has no fields. */
final class TargetLinks implements TargetTable {

    private static final String WHOSE = "it links rows that this migration did not make";

    private final String relationship;
    private final EntitySet set;
    private final Side from;
    private final Side to;
    private final Lane lane;
    private final OwnRows own;
    private final NamedRows names;
    private final int pageSize;

    /**
     * One end of the links.
     *
     * @param column of the intersect table
     * @param set of the end's rows
     */
    private record Side(String column, EntitySet set) {

        NamedRows.Name name(ObjectNode link) {
            return new NamedRows.Name(
                    set.logicalName(), UUID.fromString(link.path(column).asText()));
        }
    }

    /** @param first the entity of the first end, as the mapping says it */
    TargetLinks(
            String relationship,
            String first,
            ManyToManyRelationship definition,
            Map<String, EntitySet> sets,
            Lane lane,
            OwnRows own,
            NamedRows names,
            int pageSize) {
        this.relationship = relationship;
        this.set = definition
                .intersectSet()
                .orElseThrow(() -> new ControlException("the links of " + relationship
                        + " cannot be read: the target gives their table " + definition.intersectTable()
                        + " no entity set"));
        // Where both ends are of one table, the first is what the target calls Entity1.
        boolean inOrder = definition.first().table().equals(first);
        this.from = side(inOrder ? definition.first() : definition.second(), sets);
        this.to = side(inOrder ? definition.second() : definition.first(), sets);
        this.lane = lane;
        this.own = own;
        this.names = names;
        this.pageSize = pageSize;
    }

    private static Side side(ManyToManyRelationship.End end, Map<String, EntitySet> sets) {
        return new Side(
                end.intersectColumn(),
                Optional.ofNullable(sets.get(end.table()))
                        .orElseThrow(() -> new ControlException("the target has no entity set of " + end.table())));
    }

    @Override
    public void all(Set<String> fields, Consumer<HeldRow> rows) throws InterruptedException {
        names.readAll(from.set().logicalName());
        names.readAll(to.set().logicalName());
        RowQuery query = new RowQuery(columns(), Optional.empty(), List.of(), pageSize);
        lane.reader()
                .scan(set, query, Pages.each(page -> held(page).forEach(rows)))
                .orThrow("read the links of " + relationship);
    }

    /** Those of the rows at their first ends are read, and the wanted ones picked. */
    @Override
    public List<HeldRow> some(Set<RowId> rows, Set<String> fields) throws InterruptedException {
        Map<String, RowId> firsts = new HashMap<>();
        for (RowId row : rows) {
            if (row instanceof RowId.Link link) {
                firsts.put(FerryKey.of(link.from()).value(), link.from());
            }
        }
        Collection<UUID> ids = lane.identities()
                .find(from.set(), own.target().keyColumn(), firsts.keySet())
                .orThrow("find the rows that " + relationship + " links")
                .values();
        List<HeldRow> found = new ArrayList<>();
        lane.reader()
                .rowsIn(
                        set,
                        from.column(),
                        ids.stream().map(UUID::toString).toList(),
                        Set.copyOf(columns()),
                        Pages.each(page -> held(page).stream()
                                .filter(link ->
                                        link.row().filter(rows::contains).isPresent())
                                .forEach(found::add)))
                .orThrow("read links of " + relationship);
        return found;
    }

    @Override
    public List<HeldRow> byId(Collection<UUID> ids, Set<String> fields) throws InterruptedException {
        Map<UUID, ObjectNode> found = lane.reader().rows(set, ids, columns()).orThrow("read links of " + relationship);
        return held(List.copyOf(found.values()));
    }

    private List<String> columns() {
        return List.of(set.idColumn(), from.column(), to.column());
    }

    private List<HeldRow> held(List<ObjectNode> links) throws InterruptedException {
        Set<NamedRows.Name> ends = new HashSet<>();
        links.forEach(link -> {
            ends.add(from.name(link));
            ends.add(to.name(link));
        });
        names.read(ends);
        return links.stream().map(this::held).toList();
    }

    private HeldRow held(ObjectNode link) {
        Optional<RowId> row = names.of(from.name(link))
                .flatMap(one -> names.of(to.name(link)).map(other -> new RowId.Link(relationship, one, other)));
        return new HeldRow(row, UUID.fromString(link.path(set.idColumn()).asText()), Map.of(), WHOSE);
    }
}
