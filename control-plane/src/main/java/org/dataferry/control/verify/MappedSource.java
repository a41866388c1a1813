package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.control.compare.FieldTexts;
import org.dataferry.control.source.AllRows;
import org.dataferry.control.source.Catalogues;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.LinkMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.mapping.TargetState;

/** Tables of the sources, read and mapped by the mappings of the migration. */
final class MappedSource implements SourceSide {

    private final Sources sources;
    private final Catalogues catalogues;
    private final Mappings mappings;
    private final Map<String, FieldTexts> texts;
    private final int fetchSize;
    private final int carriedBytes;
    private final DiskTable disk;

    /** @param texts of each entity's columns */
    MappedSource(
            Sources sources,
            Catalogues catalogues,
            Mappings mappings,
            Map<String, FieldTexts> texts,
            int fetchSize,
            int carriedBytes,
            DiskTable disk) {
        this.sources = sources;
        this.catalogues = catalogues;
        this.mappings = mappings;
        this.texts = Map.copyOf(texts);
        this.fetchSize = fetchSize;
        this.carriedBytes = carriedBytes;
        this.disk = disk;
    }

    @Override
    public Optional<DeletePolicy> policy(RowId row) {
        return switch (row) {
            case RowId.OfSource one ->
                mappings.of(one.table()).stream()
                        .filter(mapping -> mapping.entity().equals(one.entity())
                                && mapping.discriminator().equals(one.discriminator()))
                        .map(EntityMapping::deletePolicy)
                        .findFirst();
            // A link goes with the last row that makes it.
            case RowId.Link link -> Optional.of(DeletePolicy.DELETE);
            // All mappings of an entity whose rows merge say the same.
            case RowId.Merged merged ->
                mappings.all().stream()
                        .filter(mapping -> mapping.entity().equals(merged.entity()))
                        .map(EntityMapping::deletePolicy)
                        .findFirst();
        };
    }

    @Override
    public long estimate(String entity) {
        return tables(entity).stream()
                .mapToLong(table -> catalogues.require(table).estimatedRows().orElse(0))
                .sum();
    }

    @Override
    public Moment now() {
        return new Reading(sources.rows(catalogues, fetchSize, carriedBytes));
    }

    /** The tables that an entity or relationship is made of, each once. */
    private Set<SourceTable> tables(String entity) {
        Set<SourceTable> tables = new HashSet<>();
        mappings.all().stream()
                .filter(mapping -> mapping.entity().equals(entity))
                .forEach(mapping -> tables.add(mapping.table()));
        mappings.links().stream()
                .filter(mapping -> mapping.relationship().equals(entity))
                .forEach(mapping -> tables.add(mapping.table()));
        return tables;
    }

    /** A refused link has no ends; it is known by the row that was to make it. */
    private static WantedRow link(LinkMapping mapping, KeyedRow row) {
        RowId unlinked = new RowId.OfSource(mapping.relationship(), mapping.table(), row.key());
        return switch (mapping.link(row.row())) {
            case LinkMapping.LinkResult.Linked(RowId.Link link) ->
                new WantedRow(link, mapping.table(), row.key(), new WantedRow.Content.Fields(Map.of()), row.version());
            case LinkMapping.LinkResult.None none ->
                new WantedRow(unlinked, mapping.table(), row.key(), new WantedRow.Content.LeftOut());
            case LinkMapping.LinkResult.Refused(RejectionReason reason, String detail) ->
                new WantedRow(unlinked, mapping.table(), row.key(), new WantedRow.Content.Refused(reason, detail));
        };
    }

    /** In one transaction. */
    private final class Reading implements Moment {

        private final AllRows rows;
        private final Map<String, MergingSource> merging = new HashMap<>();
        private final MergedMembers members;

        private Reading(AllRows rows) {
            this.rows = rows;
            this.members = new MergedMembers(disk);
        }

        @Override
        public void all(String entity, Consumer<WantedRow> consumer) throws InterruptedException {
            readMerging(entity);
            MergingSource merges = merging.get(entity);
            if (merges != null) {
                merges.merged(image -> fields(entity, image), consumer);
                mapped(entity, (mapping, row) -> merges.alone(mapping, row).ifPresent(consumer));
                return;
            }
            for (SourceTable table : tables(entity)) {
                var makers = makers(entity, table);
                rows.readAll(table, row -> makers.forEach(maker -> consumer.accept(maker.apply(row))));
            }
        }

        /** Rows that merge are read before those that name them, and before what stands for them is known. */
        private void readMerging(String entity) throws InterruptedException {
            Set<String> needed = new HashSet<>(Set.of(entity));
            mappings.all().stream()
                    .filter(mapping -> mapping.entity().equals(entity))
                    .forEach(mapping -> needed.addAll(mapping.namedEntities()));
            for (EntityMapping mapping : mappings.all()) {
                String one = mapping.entity();
                if (mapping.merging().isPresent() && needed.contains(one) && !merging.containsKey(one)) {
                    MergingSource merges =
                            new MergingSource(one, mapping.merging().get().rule(), members);
                    mapped(one, merges::take);
                    merging.put(one, merges);
                }
            }
        }

        /** Reads the rows of an entity's tables, once for each mapping that reads one. */
        private void mapped(String entity, BiConsumer<EntityMapping, KeyedRow> taker) throws InterruptedException {
            for (SourceTable table : tables(entity)) {
                List<EntityMapping> of = mappings.of(table).stream()
                        .filter(mapping -> mapping.entity().equals(entity))
                        .toList();
                rows.readAll(table, row -> of.forEach(mapping -> taker.accept(mapping, row)));
            }
        }

        /** What each mapping of an entity or relationship makes of the rows of a table. */
        private List<Function<KeyedRow, WantedRow>> makers(String entity, SourceTable table) {
            List<Function<KeyedRow, WantedRow>> makers = new ArrayList<>();
            mappings.of(table).stream()
                    .filter(mapping -> mapping.entity().equals(entity))
                    .forEach(mapping -> makers.add(row -> row(mapping, row)));
            mappings.links().stream()
                    .filter(mapping -> mapping.relationship().equals(entity)
                            && mapping.table().equals(table))
                    .forEach(mapping -> makers.add(row -> link(mapping, row)));
            return makers;
        }

        private WantedRow row(EntityMapping mapping, KeyedRow row) {
            RowId id = new RowId.OfSource(mapping.entity(), mapping.table(), row.key(), mapping.discriminator());
            WantedRow.Content content = switch (mapping.map(row.row())) {
                case MappingResult.Mapped mapped -> new WantedRow.Content.Fields(fields(mapping.entity(), mapped));
                case MappingResult.Filtered filtered -> new WantedRow.Content.LeftOut();
                case MappingResult.Refused(RejectionReason reason, String detail) ->
                    new WantedRow.Content.Refused(reason, detail);
            };
            return new WantedRow(id, mapping.table(), row.key(), content, row.version());
        }

        private Map<String, Optional<String>> fields(String entity, MappingResult.Mapped mapped) {
            FieldTexts of = texts.get(entity);
            Map<String, Optional<String>> fields = new LinkedHashMap<>();
            mapped.columns().forEach((column, value) -> {
                if (!(value instanceof Value.Absent)) {
                    fields.put(column, of.wanted(column, value));
                }
            });
            mapped.lookups()
                    .forEach((column, named) ->
                            fields.put(column, named.map(this::standsFor).map(RowId::text)));
            mapped.files()
                    .forEach((column, file) -> of.nameOfFile(column).ifPresent(name -> fields.put(name, name(file))));
            mapped.state().ifPresent(state -> {
                fields.put(Judgement.STATE, Optional.of(Integer.toString(state.state())));
                if (state.status() != TargetState.DEFAULT_STATUS) {
                    fields.put("statuscode", Optional.of(Integer.toString(state.status())));
                }
            });
            return fields;
        }

        private static Optional<String> name(FileContent file) {
            return switch (file) {
                case FileContent.None ignored -> Optional.empty();
                case FileContent.Carried(String name, var bytes) -> Optional.of(name);
                case FileContent.InFolder(String name, String path) -> Optional.of(name);
                case FileContent.Withheld(String name, long bytes) -> Optional.of(name);
            };
        }

        @Override
        public Map<RowId, WantedRow> some(String entity, Set<RowId> wanted) throws InterruptedException {
            Map<RowId, WantedRow> found = new HashMap<>();
            Consumer<WantedRow> taker = row -> {
                if (wanted.contains(row.row())) {
                    found.putIfAbsent(row.row(), row);
                }
            };
            readMerging(entity);
            if (merging.containsKey(entity) || wanted.stream().anyMatch(row -> !(row instanceof RowId.OfSource))) {
                all(entity, taker);
                return found;
            }
            for (SourceTable table : tables(entity)) {
                List<SourceKey> keys = keys(wanted, table);
                var makers = makers(entity, table);
                rows.read(table, keys, row -> makers.forEach(maker -> taker.accept(maker.apply(row))));
            }
            return found;
        }

        /** What a lookup holds that names a source row: the row that it merged into, or its own. */
        private RowId standsFor(RowId named) {
            return named instanceof RowId.OfSource member && merging.containsKey(member.entity())
                    ? members.into(member).orElse(member)
                    : named;
        }

        private static List<SourceKey> keys(Set<RowId> rows, SourceTable table) {
            List<SourceKey> keys = new ArrayList<>();
            for (RowId row : rows) {
                if (row instanceof RowId.OfSource of && of.table().equals(table)) {
                    keys.add(of.key());
                }
            }
            return keys;
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
