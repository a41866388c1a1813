package org.dataferry.transform.semantics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.row.FenceWaits;
import org.dataferry.transform.row.LinkEnds;
import org.dataferry.transform.row.Members;
import org.dataferry.transform.row.Memberships;
import org.dataferry.transform.row.MergeVotes;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.row.ParkedRows;
import org.dataferry.transform.row.References;
import org.dataferry.transform.row.RowKeeper;
import org.dataferry.transform.row.RowLimits;
import org.dataferry.transform.row.RowOutlet;
import org.dataferry.transform.row.RowStates;
import org.dataferry.transform.row.SourceRows;
import org.dataferry.transform.row.Vote;
import org.dataferry.transform.row.Wakeups;
import org.dataferry.transform.state.MappedCodec;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowStateCodec;

/** A task of the transform: the real keeper over stores that a transaction can take back. */
final class Task {

    private static final TopicSerde<RowState> STORED =
            new TopicSerde<>(new ConfluentAvro(new InMemorySchemaRegistry()), new RowStateCodec());
    private static final TopicSerde<MappingResult.Mapped> MAPPED =
            new TopicSerde<>(new ConfluentAvro(new InMemorySchemaRegistry()), new MappedCodec());

    private final Schema schema;
    private final RowLimits limits;
    private final UndoMap<RowState> rows = new UndoMap<>();
    private final UndoMap<References.Reference> references = new UndoMap<>();
    private final UndoMap<RowId> waits = new UndoMap<>();
    private final UndoMap<Integer> parked = new UndoMap<>();
    private final UndoMap<RowId.Link> linksOfRows = new UndoMap<>();
    private final UndoMap<RowId> members = new UndoMap<>();
    private final UndoMap<Identity> memberships = new UndoMap<>();
    private final UndoMap<Members.Member> mergeMembers = new UndoMap<>();
    private final List<Said> said = new ArrayList<>();
    private final SourceRows sourceRows;
    private RowKeeper keeper;
    private MergedRows mergedRows;
    private Wakeups wakeups;
    private Instance instance;

    /** What comes to a task. */
    sealed interface Input {
        /** A change, or with whole a replay, of a source row. */
        record Row(Cause cause, Schema.Table table, int key, Optional<SourceRowModel> image, boolean whole)
                implements Input {}

        /** A row of a link table. */
        record LinkRow(Cause cause, Schema.LinkTable table, int key, Optional<RowId.Link> image) implements Input {}

        record LinkVote(WriteId write, String member, boolean present) implements Input {}

        record MergeVote(Vote.ForMerged vote) implements Input {}

        record Concluded(WriteId write, long version, Outcome outcome) implements Input {}
    }

    /** What a task says within one transaction. */
    sealed interface Said {
        record Announced(List<WriteId> writes) implements Said {}

        record Sent(EntityWrite write) implements Said {}

        record Recorded(WriteId write, Outcome outcome) implements Said {}

        record Identified(RowId row, Identity identity) implements Said {}

        record Voted(RowId row, Input vote) implements Said {}
    }

    Task(Schema schema, RowLimits limits, Instance instance, SourceRows sourceRows) {
        this.sourceRows = sourceRows;
        this.schema = schema;
        this.limits = limits;
        begin(instance);
    }

    /** A new life, on this instance. */
    void begin(Instance instance) {
        this.instance = instance;
        References store = new Index();
        Outlet outlet = new Outlet();
        keeper = new RowKeeper(
                schema,
                new States(),
                store,
                instance,
                instance,
                instance,
                new Waits(),
                new Parked(),
                sourceRows,
                outlet,
                "m",
                limits);
        mergedRows = new MergedRows(schema, new MergeMembers(), keeper, outlet);
        wakeups = new Wakeups(store, instance, instance.journal, keeper);
    }

    Instance instance() {
        return instance;
    }

    RowState state(RowId row) {
        return new States().get(row);
    }

    /** How many rows of each entity it says that wait for another row. */
    Map<String, Integer> parked() {
        return parked.all();
    }

    void take(Input input) {
        switch (input) {
            case Input.Row row -> take(row);
            case Input.LinkRow row -> take(row);
            case Input.LinkVote vote -> take(vote);
            case Input.MergeVote(Vote.ForMerged vote) -> mergedRows.take(vote);
            case Input.Concluded concluded ->
                keeper.concluded(concluded.write(), concluded.version(), concluded.outcome());
        }
    }

    boolean turn(int most) {
        boolean more = wakeups.turn(most);
        keeper.openPhases();
        return keeper.passFences(most) || more;
    }

    List<Said> commit() {
        all().forEach(UndoMap::commit);
        List<Said> committed = List.copyOf(said);
        said.clear();
        return committed;
    }

    void abort() {
        all().forEach(UndoMap::abort);
        said.clear();
        begin(instance);
    }

    private List<UndoMap<?>> all() {
        return List.of(rows, references, waits, parked, linksOfRows, members, memberships, mergeMembers);
    }

    private void take(Input.Row row) {
        if (schema.merges(row.table())) {
            merge(row);
            return;
        }
        List<WriteId> announced = new ArrayList<>();
        for (RowId id : row.table().rows(row.key())) {
            WriteId write = new WriteId(row.cause(), id, Part.ROW);
            announced.add(write);
            if (row.image().isEmpty()) {
                announced.addAll(keeper.wantNone(write, Outcome.SkipReason.NO_CHANGE));
                continue;
            }
            switch (row.image().get().name()) {
                case "refused" -> keeper.refuse(write, RejectionReason.VALUE_INVALID, "refused");
                case "filtered" -> announced.addAll(keeper.wantNone(write, Outcome.SkipReason.FILTERED));
                default ->
                    announced.addAll(keeper.want(write, row.image().get().mapped(schema, row.table()), row.whole()));
            }
        }
        said.add(new Said.Announced(announced));
    }

    private void merge(Input.Row row) {
        Votes votes = new Votes();
        MergeVotes merging = new MergeVotes(votes, votes);
        RowId.OfSource member = (RowId.OfSource) row.table().row(row.key());
        DeletePolicy policy = row.table().policy();
        if (row.image().isEmpty()) {
            merging.withdraw(row.cause(), member, policy, Outcome.SkipReason.NO_CHANGE);
        } else if (row.image().get().isRefused()) {
            merging.refuse(row.cause(), member, RejectionReason.VALUE_INVALID, "refused");
        } else if (row.image().get().isFiltered()) {
            merging.withdraw(row.cause(), member, policy, Outcome.SkipReason.FILTERED);
        } else {
            SourceRowModel image = row.image().get();
            merging.merge(
                    row.cause(),
                    member,
                    image.into(schema, row.table(), row.key()),
                    image.mapped(schema, row.table()),
                    row.whole());
        }
        said.add(new Said.Announced(List.copyOf(votes.announced)));
    }

    private void take(Input.LinkRow row) {
        String slot = row.table().name() + row.key();
        RowId.Link before = linksOfRows.get(slot);
        List<WriteId> announced = new ArrayList<>();
        if (before != null && !Optional.of(before).equals(row.image())) {
            linksOfRows.remove(slot);
            vote(row, before, slot, false, announced);
        }
        if (row.image().isPresent()) {
            linksOfRows.put(slot, row.image().get());
            vote(row, row.image().get(), slot, true, announced);
        }
        said.add(new Said.Announced(announced));
    }

    private void vote(Input.LinkRow row, RowId.Link link, String slot, boolean present, List<WriteId> announced) {
        WriteId write = new WriteId(row.cause(), link, Part.LINK);
        announced.add(write);
        said.add(new Said.Voted(link, new Input.LinkVote(write, slot, present)));
    }

    private void take(Input.LinkVote vote) {
        RowId.Link link = (RowId.Link) vote.write().row();
        String prefix = link.text() + "\n";
        if (vote.present()) {
            members.put(prefix + vote.member(), link);
        } else {
            members.remove(prefix + vote.member());
        }
        boolean wanted = !members.all().subMap(prefix, link.text() + "\u000b").isEmpty();
        if (wanted) {
            keeper.want(vote.write(), LinkEnds.of(link), false);
        } else {
            keeper.wantNone(vote.write(), Outcome.SkipReason.NO_CHANGE);
        }
    }

    private final class Votes implements Memberships, MergeVotes.Outlet {
        private final List<WriteId> announced = new ArrayList<>();

        @Override
        public Optional<Identity> get(RowId.OfSource member) {
            return Optional.ofNullable(memberships.get(member.text()));
        }

        @Override
        public void put(RowId.OfSource member, Identity identity) {
            memberships.put(member.text(), identity);
        }

        @Override
        public void remove(RowId.OfSource member) {
            memberships.remove(member.text());
        }

        @Override
        public void vote(Vote.ForMerged vote) {
            announced.add(vote.write());
            said.add(new Said.Voted(vote.write().row(), new Input.MergeVote(vote)));
        }

        @Override
        public void settle(WriteId write, Outcome outcome) {
            announced.add(write);
            said.add(new Said.Recorded(write, outcome));
        }

        @Override
        public void identify(RowId row, Identity identity) {
            said.add(new Said.Identified(row, identity));
        }
    }

    private final class MergeMembers implements Members {
        @Override
        public List<Member> of(RowId.Merged row) {
            return List.copyOf(mergeMembers
                    .all()
                    .subMap(row.text() + "\n", row.text() + "\u000b")
                    .values());
        }

        @Override
        public void put(RowId.Merged row, Member member) {
            MappingResult.Mapped image = MAPPED.deserializer()
                    .deserialize("members", MAPPED.serializer().serialize("members", member.image()));
            mergeMembers.put(row.text() + "\n" + member.row().text(), new Member(member.row(), image));
        }

        @Override
        public void remove(RowId.Merged row, RowId.OfSource member) {
            mergeMembers.remove(row.text() + "\n" + member.text());
        }
    }

    private final class States implements RowStates {
        @Override
        public RowState get(RowId row) {
            RowState state = rows.get(row.text());
            return state == null ? RowState.NEW : state;
        }

        @Override
        public void put(RowId row, RowState state) {
            byte[] bytes = STORED.serializer().serialize("target-rows", state);
            RowState read = STORED.deserializer().deserialize("target-rows", bytes);
            if (!read.equals(state)) {
                throw new AssertionError("a state is not what it was once it was stored: " + state + " and " + read);
            }
            rows.put(row.text(), read);
        }
    }

    private final class Waits implements FenceWaits {
        @Override
        public void set(RowId row, boolean waiting) {
            if (waiting) {
                waits.put(row.text(), row);
            } else {
                waits.remove(row.text());
            }
        }

        @Override
        public List<RowId> all() {
            return List.copyOf(waits.all().values());
        }
    }

    private final class Parked implements ParkedRows {
        @Override
        public void add(String entity, int more) {
            Integer before = parked.get(entity);
            parked.put(entity, (before == null ? 0 : before) + more);
        }
    }

    private final class Index implements References {
        @Override
        public void put(RowId named, RowId by, Mark mark) {
            String key = named.text() + "\n" + by.text();
            references.put(key, new Reference(named, by, mark, key));
        }

        @Override
        public void remove(RowId named, RowId by) {
            references.remove(named.text() + "\n" + by.text());
        }

        @Override
        public List<Reference> to(RowId named, String after, int most) {
            String from = after.isEmpty() ? named.text() + "\n" : after;
            return some(references.all().subMap(from, after.isEmpty(), named.text() + "\u000b", false), most);
        }

        @Override
        public List<Reference> all(String after, int most) {
            return some(references.all().tailMap(after, false), most);
        }

        private List<Reference> some(Map<String, Reference> found, int most) {
            return found.values().stream().limit(most).toList();
        }
    }

    private final class Outlet implements RowOutlet {
        @Override
        public void announce(RowId row, FanOut.Reannounced fanOut) {
            said.add(new Said.Announced(fanOut.writes()));
        }

        @Override
        public void send(EntityWrite write) {
            said.add(new Said.Sent(write));
        }

        @Override
        public void record(WriteId write, Outcome outcome) {
            said.add(new Said.Recorded(write, outcome));
        }

        @Override
        public void identify(RowId row, Identity identity) {
            said.add(new Said.Identified(row, identity));
        }
    }

    static <T> Deque<T> queue() {
        return new ArrayDeque<>();
    }
}
