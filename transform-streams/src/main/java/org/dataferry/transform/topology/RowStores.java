package org.dataferry.transform.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.MappingResult.Mapped;
import org.dataferry.transform.row.FenceWaits;
import org.dataferry.transform.row.Identities;
import org.dataferry.transform.row.Members;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.ParkedRows;
import org.dataferry.transform.row.References;
import org.dataferry.transform.row.RowStates;
import org.dataferry.transform.row.SourceRows;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.SourceState;

/** The stores of a task, as its {@link org.dataferry.transform.row.RowKeeper} knows them. */
record RowStores(
        KeyValueStore<String, SourceState> sourceStore,
        KeyValueStore<String, RowState> rows,
        KeyValueStore<String, byte[]> referenceStore,
        KeyValueStore<String, String> waitStore,
        KeyValueStore<String, Long> parkedStore,
        KeyValueStore<String, Identity> identityStore,
        KeyValueStore<String, Mapped> memberStore)
        implements RowStates {

    static RowStores of(ProcessorContext<?, ?> context) {
        return new RowStores(
                context.getStateStore(TransformStores.SOURCE_ROWS),
                context.getStateStore(TransformStores.TARGET_ROWS),
                context.getStateStore(TransformStores.REFERENCES),
                context.getStateStore(TransformStores.FENCE_WAITS),
                context.getStateStore(TransformStores.PARKED_ROWS),
                context.getStateStore(TransformStores.IDENTITIES),
                context.getStateStore(TransformStores.MERGE_MEMBERS));
    }

    @Override
    public RowState get(RowId row) {
        RowState state = rows.get(row.text());
        return state == null ? RowState.NEW : state;
    }

    @Override
    public void put(RowId row, RowState state) {
        rows.put(row.text(), state);
    }

    /** Rows that several source rows make have no files. */
    SourceRows sourceRows(MappingRules rules) {
        return row -> row instanceof RowId.OfSource own
                ? image(own).flatMap(image -> rules.mapping(own).map(mapping -> mapping.map(image)))
                : Optional.empty();
    }

    private Optional<SourceRow> image(RowId.OfSource row) {
        return Optional.ofNullable(sourceStore.get(TransformStores.sourceRowKey(row.table(), row.key())))
                .flatMap(SourceState::image);
    }

    Identities identities() {
        return new Identities() {
            @Override
            public Optional<Identity> get(RowId row) {
                return Optional.ofNullable(identityStore.get(row.text()));
            }

            @Override
            public List<RowId> membersOf(RowId.Merged row) {
                List<RowId> members = new ArrayList<>();
                try (KeyValueIterator<String, Identity> found =
                        identityStore.range(TransformStores.memberPrefix(row), TransformStores.memberEnd(row))) {
                    found.forEachRemaining(member -> members.add(TransformStores.memberOf(member.key)));
                }
                return members;
            }
        };
    }

    Members members() {
        return new Members() {
            @Override
            public List<Member> of(RowId.Merged row) {
                List<Member> members = new ArrayList<>();
                try (KeyValueIterator<String, Mapped> found =
                        memberStore.range(TransformStores.memberPrefix(row), TransformStores.memberEnd(row))) {
                    found.forEachRemaining(
                            member -> members.add(new Member(TransformStores.memberOf(member.key), member.value)));
                }
                return members;
            }

            @Override
            public void put(RowId.Merged row, Member member) {
                memberStore.put(TransformStores.memberKey(row, member.row().text()), member.image());
            }

            @Override
            public void remove(RowId.Merged row, RowId.OfSource member) {
                memberStore.delete(TransformStores.memberKey(row, member.text()));
            }
        };
    }

    FenceWaits waits() {
        return new FenceWaits() {
            @Override
            public void set(RowId row, boolean waits) {
                if (waits) {
                    waitStore.put(row.text(), "");
                } else {
                    waitStore.delete(row.text());
                }
            }

            @Override
            public List<RowId> all() {
                List<RowId> all = new ArrayList<>();
                try (KeyValueIterator<String, String> rows = waitStore.all()) {
                    rows.forEachRemaining(row -> all.add(RowId.parse(row.key)));
                }
                return all;
            }
        };
    }

    /** Counts on from where the task's life before ended. */
    ParkedRows parked(int partition, ParkedCounts counts) {
        Map<String, Long> before = new HashMap<>();
        try (KeyValueIterator<String, Long> stored = parkedStore.all()) {
            stored.forEachRemaining(count -> before.put(count.key, count.value));
        }
        counts.begin(partition, before);
        return (entity, rows) -> {
            Long stored = parkedStore.get(entity);
            long now = (stored == null ? 0 : stored) + rows;
            parkedStore.put(entity, now);
            counts.put(partition, entity, now);
        };
    }

    References references() {
        return new References() {
            @Override
            public void put(RowId named, RowId by, Mark mark) {
                referenceStore.put(TransformStores.referenceKey(named, by), mark.bytes());
            }

            @Override
            public void remove(RowId named, RowId by) {
                referenceStore.delete(TransformStores.referenceKey(named, by));
            }

            @Override
            public List<Reference> to(RowId named, String after, int most) {
                String from = after.isEmpty() ? TransformStores.referencePrefix(named) : after;
                return read(referenceStore.range(from, TransformStores.referenceEnd(named)), after, most);
            }

            @Override
            public List<Reference> all(String after, int most) {
                return read(referenceStore.range(after.isEmpty() ? null : after, null), after, most);
            }
        };
    }

    private static List<References.Reference> read(KeyValueIterator<String, byte[]> found, String after, int most) {
        List<References.Reference> references = new ArrayList<>();
        try (found) {
            while (found.hasNext() && references.size() < most) {
                KeyValue<String, byte[]> one = found.next();
                if (!one.key.equals(after)) {
                    references.add(TransformStores.reference(one.key, one.value));
                }
            }
        }
        return references;
    }
}
