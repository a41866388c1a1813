package org.dataferry.transform.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.row.Fences;
import org.dataferry.transform.row.IdentityJournal;
import org.dataferry.transform.row.LinkEnds;
import org.dataferry.transform.row.MergedRows;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.Phases;
import org.dataferry.transform.row.RowKeeper;
import org.dataferry.transform.row.RowLimits;
import org.dataferry.transform.row.RowOutlet;
import org.dataferry.transform.row.Vote;
import org.dataferry.transform.row.Wakeups;

/**
 * Gives all that concerns the rows of a task to its {@link RowKeeper}: what they are to be, who makes links, what merges,
 * what the sink says, which other rows come, and which fences pass. What the keeper decides leaves in the same transaction.
 */
final class RowsProcessor implements Processor<Object, Object, Object, Object> {

    /** A row whose parent has come is released after this at most; the turn of an idle task costs microseconds. */
    static final Duration TURN = Duration.ofMillis(20);

    /** References looked at in a turn, and rows that go on after a fence: far less than a transaction may take. */
    private static final int MOST_PER_TURN = 2_000;

    private final MappingRules rules;
    private final Fences fences;
    private final Phases phases;
    private final IdentityJournal journal;
    private final ParkedCounts parked;
    private final String mappingVersion;
    private final RowLimits limits;
    private final ThreadLocal<CommitPace> paces;

    private ProcessorContext<Object, Object> context;
    private KeyValueStore<String, String> linkMembers;
    private RowKeeper keeper;
    private MergedRows mergedRows;
    private Wakeups wakeups;
    private CommitPace pace;
    private long timestamp;

    RowsProcessor(
            MappingRules rules,
            Fences fences,
            Phases phases,
            IdentityJournal journal,
            ParkedCounts parked,
            String mappingVersion,
            RowLimits limits,
            ThreadLocal<CommitPace> paces) {
        this.rules = rules;
        this.fences = fences;
        this.phases = phases;
        this.journal = journal;
        this.parked = parked;
        this.mappingVersion = mappingVersion;
        this.limits = limits;
        this.paces = paces;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
        this.linkMembers = context.getStateStore(TransformStores.LINK_MEMBERS);
        RowStores stores = RowStores.of(context);
        Outlet outlet = new Outlet();
        this.keeper = new RowKeeper(
                rules,
                stores,
                stores.references(),
                stores.identities(),
                fences,
                phases,
                stores.waits(),
                stores.parked(context.taskId().partition(), parked),
                stores.sourceRows(rules),
                outlet,
                mappingVersion,
                limits);
        this.mergedRows = new MergedRows(rules, stores.members(), keeper, outlet);
        this.wakeups = new Wakeups(stores.references(), stores.identities(), journal, keeper);
        this.pace = paces.get();
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> {
            timestamp = now;
            wakeups.turn(MOST_PER_TURN);
            keeper.openPhases();
            keeper.passFences(MOST_PER_TURN);
            if (pace.isDue()) {
                context.commit();
            }
        });
    }

    @Override
    public void process(Record<Object, Object> record) {
        timestamp = record.timestamp();
        pace.used();
        switch (record.value()) {
            case Intent intent -> take(intent);
            case Vote.ForLink vote -> take(vote);
            case Vote.ForMerged vote -> mergedRows.take(vote);
            case RecordedOutcome recorded
            when recorded.stage() == RecordedOutcome.Stage.SINK ->
                keeper.concluded(recorded.write(), recorded.version(), recorded.outcome());
            case null, default -> {}
        }
    }

    @Override
    public void close() {
        parked.end(context.taskId().partition());
    }

    private void take(Intent intent) {
        List<WriteId> announced = new ArrayList<>();
        intent.wishes().forEach(wish -> {
            announced.add(wish.write());
            announced.addAll(take(wish));
        });
        intent.settled().forEach(settled -> {
            announced.add(settled.write());
            record(settled.write(), settled.outcome());
        });
        announced.addAll(intent.votes());
        FanOut fanOut = switch (intent.cause()) {
            case Cause.OfChange(var change) -> new FanOut.Announced(change, announced);
            case Cause other -> new FanOut.Reannounced(other, announced);
        };
        forward(intent.sourceKey(), fanOut, MigrationTopology.ANNOUNCE);
    }

    private List<WriteId> take(Intent.Wish wish) {
        if (wish.result().isEmpty()) {
            return keeper.wantNone(wish.write(), Outcome.SkipReason.NO_CHANGE);
        }
        return switch (wish.result().get()) {
            case MappingResult.Mapped mapped -> keeper.want(wish.write(), mapped, wish.whole());
            case MappingResult.Filtered ignored -> keeper.wantNone(wish.write(), Outcome.SkipReason.FILTERED);
            case MappingResult.Refused(var reason, String detail) -> {
                keeper.refuse(wish.write(), reason, detail);
                yield List.of();
            }
        };
    }

    private void take(Vote.ForLink vote) {
        RowId.Link link = (RowId.Link) vote.write().row();
        String member = TransformStores.memberKey(link, vote.member());
        if (vote.present()) {
            linkMembers.put(member, "");
        } else {
            linkMembers.delete(member);
        }
        List<WriteId> more = hasMember(link)
                ? keeper.want(vote.write(), LinkEnds.of(link), vote.whole())
                : keeper.wantNone(vote.write(), Outcome.SkipReason.NO_CHANGE);
        if (!more.isEmpty()) {
            throw new IllegalStateException("a link has no other parts: " + more);
        }
    }

    private boolean hasMember(RowId.Link link) {
        try (KeyValueIterator<String, String> members =
                linkMembers.range(TransformStores.memberPrefix(link), TransformStores.memberEnd(link))) {
            return members.hasNext();
        }
    }

    private void record(WriteId write, Outcome outcome) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        forward(
                write.row().text(),
                new RecordedOutcome(write, 0, outcome, RecordedOutcome.Stage.TRANSFORM, now),
                MigrationTopology.RECORD);
    }

    private void forward(String key, Object value, String child) {
        pace.used();
        context.forward(new Record<>(key, value, timestamp), child);
    }

    private final class Outlet implements RowOutlet {

        @Override
        public void announce(RowId row, FanOut.Reannounced fanOut) {
            forward(row.partitionText(), fanOut, MigrationTopology.ANNOUNCE);
        }

        @Override
        public void send(EntityWrite write) {
            forward(write.row().text(), write, MigrationTopology.WRITE);
        }

        @Override
        public void record(WriteId write, Outcome outcome) {
            RowsProcessor.this.record(write, outcome);
        }

        @Override
        public void identify(RowId row, Identity identity) {
            forward(row.text(), identity, MigrationTopology.IDENTIFY);
        }
    }
}
