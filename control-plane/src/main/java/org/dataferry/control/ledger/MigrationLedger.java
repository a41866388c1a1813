package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;

/**
 * The sum of a migration: what was captured, what was announced, and what became of it.
 *
 * <p>Announcements and outcomes are counted from different topics, so the sum can fail, and a failure means that
 * something was lost. It is fed in any order across topics; within a partition in the order of the log. All counts are
 * kept as records come, so asking is cheap at any size. In memory it takes about 100 bytes per write and row, and 200 per
 * source key.
 */
public final class MigrationLedger {

    private final CapturedChanges changes = new CapturedChanges();
    private final Map<String, WriteCount> writesByEntity = new TreeMap<>();
    private final Map<String, Set<Fingerprint>> rowsByEntity = new HashMap<>();
    private final Map<String, Answers> answersByEntity = new HashMap<>();
    private final AnswerDelays delays = new AnswerDelays();
    private final Map<String, ParkedFor> parkedForByEntity = new HashMap<>();
    private final WaitingRows waitingRows = new WaitingRows();
    private final Waivers waivers = new Waivers();
    private final RejectedBy rejectedBy = new RejectedBy(waivers);
    private final DeadLetterCount deadLetters = new DeadLetterCount();

    /** A row change as it stands in a topic of changes. */
    public void captured(SourceTable table, String key, SourcePosition position) {
        changes.captured(table, key, position);
    }

    /** @param where it stands in the log */
    public void announced(FanOut fanOut, Announcement where) {
        writesOf(fanOut).forEach(write -> announced(write, where));
    }

    static List<WriteId> writesOf(FanOut fanOut) {
        return switch (fanOut) {
            case FanOut.Announced(var change, List<WriteId> writes) -> writes;
            case FanOut.Redelivered ignored -> List.of();
            case FanOut.Reannounced(var cause, List<WriteId> writes) -> writes;
        };
    }

    public void recorded(RecordedOutcome outcome) {
        Fingerprint write = Fingerprint.of(outcome.write().text());
        WriteCount writes = writes(outcome.write().row().entity());
        boolean isKnown = writes.isKnown(write);
        WriteStatus status = WriteStatus.of(outcome.outcome());
        Optional<Announcement> announced = writes.recorded(write, status);
        waitingRows.recorded(write, status, outcome.write().row());
        time(write, outcome, announced, isKnown);
        ParkedFor parkedFor =
                parkedForByEntity.computeIfAbsent(outcome.write().row().entity(), first -> new ParkedFor());
        if (outcome.outcome() instanceof Outcome.Parked(RowId waitingFor)) {
            parkedFor.park(write, waitingFor);
        } else {
            parkedFor.release(write);
        }
        rejectedBy.recorded(outcome);
    }

    /** Only what the target answered at once: of a write that waited first, the time says nothing of the way. */
    private void time(Fingerprint write, RecordedOutcome outcome, Optional<Announcement> announced, boolean isKnown) {
        answersByEntity
                .computeIfAbsent(outcome.write().row().entity(), first -> new Answers())
                .add(outcome);
        boolean isAnswer = outcome.stage() == RecordedOutcome.Stage.SINK && outcome.outcome() instanceof Outcome.Final;
        if (isAnswer && announced.isPresent()) {
            delays.answered(announced.get().at(), outcome.at());
        } else if (isAnswer && !isKnown) {
            delays.answeredEarly(write, outcome.at());
        } else if (isKnown && !isAnswer) {
            delays.forget(write);
        }
    }

    public void identified(RowId row, Identity identity) {
        Set<Fingerprint> rows = rowsByEntity.computeIfAbsent(row.entity(), first -> new HashSet<>());
        switch (identity) {
            case Identity.Present ignored -> rows.add(Fingerprint.of(row.text()));
            case Identity.Deleted ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Gone ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Parked ignored -> rows.remove(Fingerprint.of(row.text()));
            case Identity.Rejected ignored -> rows.remove(Fingerprint.of(row.text()));
            // What stands for it is told under its own id.
            case Identity.MergedInto ignored -> rows.remove(Fingerprint.of(row.text()));
        }
    }

    /** Input that could not be read, of whatever stage. */
    public void buried(OpenLetter letter) {
        deadLetters.buried(letter);
    }

    /** What somebody waived, or withdrew; the events of the topic in their order. */
    public void decided(WaiverEvent event) {
        waivers.take(event).forEach(one -> {
            writes(one.entity()).reconsider(one.write());
            rejectedBy.reconsider(one.entity(), one.row());
        });
    }

    public void decided(DeadLetterEvent event) {
        deadLetters.decided(event);
    }

    /** @param tablesByEntity which tables each entity is made of; entities without any write are listed too */
    public List<EntityStatus> sums(Map<String, Set<SourceTable>> tablesByEntity) {
        Set<String> entities = new TreeSet<>(tablesByEntity.keySet());
        entities.addAll(writesByEntity.keySet());
        List<EntityStatus> sums = new ArrayList<>();
        entities.forEach(entity -> sums.add(sum(entity, tablesByEntity.getOrDefault(entity, Set.of()))));
        return sums;
    }

    /** Why rows are rejected, by the last write of each, those reasons first that refused most. */
    public List<Rejections> rejectedBy() {
        return rejectedBy.all();
    }

    /** By entity, what keeps its writes from their end; those without any trouble are left out. */
    public Map<String, Trouble> troubles() {
        Map<String, Trouble> troubles = new HashMap<>();
        parkedForByEntity.forEach((entity, parkedFor) -> {
            Trouble trouble = new Trouble(rejectedBy.of(entity), parkedFor.most(OpenWrites.MOST_ROWS));
            if (!trouble.equals(Trouble.NONE)) {
                troubles.put(entity, trouble);
            }
        });
        return troubles;
    }

    /** When the writes of an entity got their outcomes. */
    Answers answers(String entity) {
        return answersByEntity.getOrDefault(entity, new Answers());
    }

    AnswerDelays delays() {
        return delays;
    }

    /** Writes of an entity announced and without any outcome. */
    InFlight inFlight(String entity) {
        return writesByEntity.getOrDefault(entity, new WriteCount(waivers)).inFlight();
    }

    /** The entities of which writes were announced, and the relationships of links. */
    Set<String> entities() {
        return Set.copyOf(writesByEntity.keySet());
    }

    /** Writes announced and without any outcome. */
    public long inFlight() {
        return writesByEntity.values().stream()
                .mapToLong(writes -> writes.inFlight().count())
                .sum();
    }

    /** By entity, the writes announced before given offsets and without any outcome; entities without any are left out. */
    Map<String, InFlight.Before> inFlightBefore(Map<Integer, Long> ends, int most) {
        Map<String, InFlight.Before> found = new TreeMap<>();
        writesByEntity.forEach((entity, writes) -> {
            InFlight.Before before = writes.inFlight().before(ends, most);
            if (before.count() > 0) {
                found.put(entity, before);
            }
        });
        return found;
    }

    /** By entity, the writes that wait for something that other writes may bring; entities without any are left out. */
    Map<String, Set<Fingerprint>> waiting(Set<String> entities) {
        Map<String, Set<Fingerprint>> waiting = new HashMap<>();
        writesByEntity.forEach((entity, writes) -> {
            Set<Fingerprint> found = entities.contains(entity) ? writes.waiting() : Set.of();
            if (!found.isEmpty()) {
                waiting.put(entity, found);
            }
        });
        return waiting;
    }

    /** Those of them that wait still. */
    Map<String, Set<Fingerprint>> stillWaiting(Map<String, Set<Fingerprint>> before) {
        Map<String, Set<Fingerprint>> waiting = new HashMap<>();
        before.forEach((entity, writes) -> {
            Set<Fingerprint> found = writesByEntity.get(entity).stillWaiting(writes);
            if (!found.isEmpty()) {
                waiting.put(entity, found);
            }
        });
        return waiting;
    }

    /** What keeps writes open. */
    public OpenWrites open() {
        return new OpenWrites(
                ParkedFor.most(parkedForByEntity.values(), OpenWrites.MOST_ROWS),
                byReason(Map.of(
                        Outcome.DeferralReason.PHASE.name(), WriteStatus.DEFERRED_BY_PHASE,
                        Outcome.DeferralReason.HEARTBEAT.name(), WriteStatus.DEFERRED_BY_HEARTBEAT)),
                byReason(Map.of(
                        Outcome.BounceReason.MISSING.name(), WriteStatus.BOUNCED_AS_MISSING,
                        Outcome.BounceReason.STILL_NAMED.name(), WriteStatus.BOUNCED_AS_STILL_NAMED)));
    }

    private List<OpenWrites.ByReason> byReason(Map<String, WriteStatus> reasons) {
        return new TreeMap<>(reasons)
                .entrySet().stream()
                        .map(reason -> new OpenWrites.ByReason(
                                reason.getKey(), total(reason.getValue()), waitingRows.oneOf(reason.getValue())))
                        .filter(reason -> reason.writes() > 0)
                        .toList();
    }

    private long total(WriteStatus status) {
        return writesByEntity.values().stream()
                .mapToLong(writes -> writes.of(status))
                .sum();
    }

    /** When the oldest write without an outcome was captured. */
    public Optional<Instant> oldestInFlight() {
        return writesByEntity.values().stream()
                .flatMap(writes -> writes.inFlight().oldest().stream())
                .min(Instant::compareTo);
    }

    /** Outcomes of writes that nobody announced: never, if nothing is lost. Settled once the log was read to its end. */
    public long unannounced() {
        return writesByEntity.values().stream()
                .mapToLong(WriteCount::unannounced)
                .sum();
    }

    /** Those that nobody has closed. */
    public long deadLetters() {
        return deadLetters.open();
    }

    /** Some of those. */
    public List<OpenLetter> openLetters() {
        return deadLetters.some();
    }

    public long discardedLetters() {
        return deadLetters.discarded();
    }

    private void announced(WriteId write, Announcement where) {
        Fingerprint fingerprint = Fingerprint.of(write.text());
        if (writes(write.row().entity()).announced(fingerprint, where)) {
            delays.announced(fingerprint, where.at());
        }
    }

    private WriteCount writes(String entity) {
        return writesByEntity.computeIfAbsent(entity, first -> new WriteCount(waivers));
    }

    private EntityStatus sum(String entity, Set<SourceTable> madeOf) {
        WriteCount writes = writesByEntity.getOrDefault(entity, new WriteCount(waivers));
        return new EntityStatus(
                entity,
                changes.count(madeOf),
                changes.redelivered(madeOf),
                writes.announced(),
                writes.of(WriteStatus.APPLIED),
                writes.of(WriteStatus.ALREADY_APPLIED),
                writes.of(WriteStatus.SKIPPED) + writes.of(WriteStatus.SKIPPED_AS_CHANGED),
                writes.of(WriteStatus.SKIPPED_AS_CHANGED),
                writes.of(WriteStatus.PARKED),
                writes.of(WriteStatus.DEFERRED_BY_PHASE) + writes.of(WriteStatus.DEFERRED_BY_HEARTBEAT),
                writes.of(WriteStatus.BOUNCED_AS_MISSING) + writes.of(WriteStatus.BOUNCED_AS_STILL_NAMED),
                writes.of(WriteStatus.REJECTED),
                writes.of(WriteStatus.IN_FLIGHT),
                rowsByEntity.getOrDefault(entity, Set.of()).size(),
                rejectedBy.rows(entity),
                rejectedBy.waivedRows(entity),
                writes.waived(WriteStatus.PARKED));
    }
}
