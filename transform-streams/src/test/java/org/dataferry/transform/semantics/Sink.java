package org.dataferry.transform.semantics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;

/**
 * The sink of one partition, as its contract has it: rows in any order, writes of a row merged, answers lost and asked
 * again, bounces told and let go of.
 */
final class Sink {

    private final RandomGenerator random;
    private final Target target;
    private final Map<RowId, Identity> identities;
    private final List<EntityWrite> log = new ArrayList<>();
    private final Map<RowId, List<Queued>> waiting = new LinkedHashMap<>();
    private final BitSet finished = new BitSet();
    private int read;

    private record Queued(int offset, EntityWrite write, boolean inDoubt) {}

    /** What the sink commits together. */
    record Result(EntityWrite write, Outcome outcome, Map<RowId, Identity> identities) {
        Result with(RowId row, Identity identity) {
            Map<RowId, Identity> more = new HashMap<>(identities);
            more.put(row, identity);
            return new Result(write, outcome, more);
        }
    }

    /** @param identities of all partitions: what their owners know */
    Sink(RandomGenerator random, Target target, Map<RowId, Identity> identities) {
        this.random = random;
        this.target = target;
        this.identities = identities;
    }

    void append(EntityWrite write) {
        log.add(write);
    }

    int end() {
        return log.size();
    }

    /** Everything before it has an outcome. */
    int committed() {
        return finished.nextClearBit(0);
    }

    boolean isIdle() {
        return committed() == log.size();
    }

    /** Everything not finished is read again, and was perhaps sent. */
    void crash() {
        waiting.clear();
        for (int at = 0; at < read; at++) {
            if (!finished.get(at)) {
                queue(at, true);
            }
        }
    }

    void read(int most) {
        for (int i = 0; i < most && read < log.size(); i++) {
            queue(read++, false);
        }
    }

    private void queue(int offset, boolean inDoubt) {
        EntityWrite write = log.get(offset);
        waiting.computeIfAbsent(write.row(), first -> new ArrayList<>()).add(new Queued(offset, write, inDoubt));
    }

    /** Brings some row forward. */
    List<Result> send(boolean faulty) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<RowId> rows = List.copyOf(waiting.keySet());
        RowId row = rows.get(random.nextInt(rows.size()));
        List<Queued> queue = waiting.get(row);
        List<Result> results = new ArrayList<>();
        Queued next = take(queue, results);
        List<EntityWrite> merged =
                results.stream().map(Result::write).filter(any -> !isPart(any)).toList();
        Result result = done(next.write(), merged, next.inDoubt());
        if (faulty && random.nextInt(8) == 0) {
            // The answer is lost: what was done is done, and the write stays, in doubt.
            queue.add(0, new Queued(next.offset(), next.write(), true));
            requeue(results, queue);
            return List.of();
        }
        results.add(result);
        finished.set(next.offset());
        if (queue.isEmpty()) {
            waiting.remove(row);
        }
        results.forEach(one -> identities.putAll(one.identities()));
        return results;
    }

    private void requeue(List<Result> superseded, List<Queued> queue) {
        superseded.forEach(one -> {
            int offset = log.indexOf(one.write());
            finished.clear(offset);
            queue.add(new Queued(offset, one.write(), true));
        });
        queue.sort((left, right) -> Integer.compare(left.offset(), right.offset()));
    }

    /** The newest full version of the row stands for those before it; a state for those before it. */
    private Queued take(List<Queued> queue, List<Result> superseded) {
        int full = -1;
        for (int i = 0; i < queue.size(); i++) {
            boolean makesOrRemoves =
                    !isPart(queue.get(i).write()) && !(queue.get(i).write() instanceof EntityWrite.PatchLookup);
            full = makesOrRemoves ? i : full;
        }
        if (full < 0) {
            return queue.remove(0);
        }
        Queued taken = queue.remove(full);
        boolean inDoubt = taken.inDoubt() || queue.subList(0, full).stream().anyMatch(Queued::inDoubt);
        Queued newest = new Queued(taken.offset(), taken.write(), inDoubt);
        boolean removes = newest.write() instanceof EntityWrite.DeleteRow;
        int before = full;
        for (int i = 0; i < before; ) {
            Queued older = queue.get(i);
            if (isPart(older.write()) && !removes) {
                i++;
                continue;
            }
            queue.remove(i);
            before--;
            superseded.add(result(older.write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)));
            finished.set(older.offset());
        }
        return newest;
    }

    private Result done(EntityWrite write, List<EntityWrite> merged, boolean inDoubt) {
        Identity known = identities.get(write.row());
        long version = known == null ? 0 : known.version();
        if (!isPart(write)) {
            if (version > write.version()) {
                return result(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            }
            boolean asWritten = known instanceof Identity.Present || known instanceof Identity.Deleted;
            if (version == write.version() && asWritten) {
                return result(write, Outcome.AlreadyApplied.of(write));
            }
        }
        return switch (write) {
            case EntityWrite.UpsertRow upsert -> upsert(upsert, merged, version, inDoubt);
            case EntityWrite.DeleteRow delete -> {
                if (!target.delete(delete)) {
                    yield result(write, new Outcome.Bounced(write.row(), Outcome.BounceReason.STILL_NAMED));
                }
                yield result(write, new Outcome.Applied(Outcome.Effect.DELETED), new Identity.Deleted(write.version()));
            }
            case EntityWrite.PatchLookup patch -> {
                Optional<Result> bounce =
                        ownRowMissing(write, known).or(() -> missing(write, Stream.of(patch.target())));
                if (bounce.isPresent()) {
                    yield bounce.get();
                }
                target.patch(patch);
                yield result(write, new Outcome.Applied(Outcome.Effect.UPDATED), present(write));
            }
            case EntityWrite.SetState state -> {
                if (state.state() == SourceRowModel.REFUSED_STATE) {
                    yield result(write, new Outcome.Rejected(RejectionReason.VALUE_INVALID, "no such state"));
                }
                yield part(write, known, () -> target.state(state));
            }
            case EntityWrite.SetFile file -> {
                if (file.content() instanceof FileContent.InFolder(String name, String path)
                        && name.equals("infected")) {
                    yield result(write, new Outcome.Rejected(RejectionReason.FILE_REFUSED, name));
                }
                yield part(write, known, () -> target.file(file));
            }
            case EntityWrite.Link link -> {
                Optional<Result> bounce = missing(write, Stream.of(link.from(), link.to()));
                if (bounce.isPresent()) {
                    yield bounce.get();
                }
                target.link(write, true);
                yield result(
                        write,
                        new Outcome.Applied(Outcome.Effect.LINKED),
                        new Identity.Present(Optional.empty(), write.version(), Identity.Origin.CREATED_BY_FERRY));
            }
            case EntityWrite.Unlink unlink -> {
                target.link(write, false);
                yield result(
                        write, new Outcome.Applied(Outcome.Effect.UNLINKED), new Identity.Deleted(write.version()));
            }
        };
    }

    private static boolean isPart(EntityWrite write) {
        return write instanceof EntityWrite.SetState || write instanceof EntityWrite.SetFile;
    }

    /** The versions of columns and lookups say nothing of a part beside them; that the row was removed since does. */
    private Result part(EntityWrite write, Identity known, Runnable set) {
        if (known instanceof Identity.Deleted && known.version() > write.version()) {
            return result(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
        }
        Optional<Result> bounce = ownRowMissing(write, known);
        if (bounce.isPresent()) {
            return bounce.get();
        }
        set.run();
        return result(write, new Outcome.Applied(Outcome.Effect.UPDATED));
    }

    private Result upsert(EntityWrite.UpsertRow upsert, List<EntityWrite> merged, long targetVersion, boolean inDoubt) {
        Set<String> names = new HashSet<>(upsert.changed());
        OptionalLong basedOn = upsert.basedOn();
        for (int i = merged.size() - 1; i >= 0; i--) {
            boolean chained = merged.get(i) instanceof EntityWrite.UpsertRow older
                    && basedOn.equals(OptionalLong.of(older.version()));
            if (!chained) {
                basedOn = OptionalLong.empty();
                break;
            }
            EntityWrite.UpsertRow older = (EntityWrite.UpsertRow) merged.get(i);
            names.addAll(older.changed());
            basedOn = older.basedOn();
        }
        boolean there = target.row(upsert.row()).isPresent();
        if (!there || inDoubt || !basedOn.equals(OptionalLong.of(targetVersion))) {
            names.addAll(upsert.columns().keySet());
            names.addAll(upsert.lookups().keySet());
        }
        Optional<Result> bounce = missing(
                upsert,
                upsert.lookups().entrySet().stream()
                        .filter(lookup -> names.contains(lookup.getKey()))
                        .map(Map.Entry::getValue));
        // Who looks for a row and finds it tells so, also where it was known as another one.
        boolean found = inDoubt && there && !isKnownAs(upsert.row());
        if (bounce.isPresent()) {
            return found ? bounce.get().with(upsert.row(), there(upsert, targetVersion)) : bounce.get();
        }
        if (names.contains("name")
                && new Value.Text("bad").equals(upsert.columns().get("name"))) {
            Outcome rejected = new Outcome.Rejected(RejectionReason.VALUE_INVALID, "bad");
            if (found) {
                return result(upsert, rejected, there(upsert, targetVersion));
            }
            return identities.get(upsert.row()) instanceof Identity.Present
                    ? result(upsert, rejected)
                    : result(upsert, rejected, new Identity.Rejected(targetVersion));
        }
        Target.Row row = target.upsert(upsert, names);
        // What a request made whose answer was lost is told as made.
        boolean sameRow = identities.get(upsert.row()) instanceof Identity.Present known
                && known.guid().equals(Optional.of(row.guid));
        return result(
                upsert,
                new Outcome.Applied(there && sameRow ? Outcome.Effect.UPDATED : Outcome.Effect.CREATED),
                present(upsert));
    }

    private boolean isKnownAs(RowId row) {
        Optional<UUID> guid = target.row(row).map(found -> found.guid);
        return identities.get(row) instanceof Identity.Present known
                && known.guid().equals(guid);
    }

    private Identity there(EntityWrite write, long version) {
        Optional<UUID> guid = target.row(write.row()).map(row -> row.guid);
        return new Identity.Present(guid, version, Identity.Origin.CREATED_BY_FERRY);
    }

    private Identity present(EntityWrite write) {
        Optional<UUID> guid = target.row(write.row()).map(row -> row.guid);
        return new Identity.Present(guid, write.version(), Identity.Origin.CREATED_BY_FERRY);
    }

    private Optional<Result> ownRowMissing(EntityWrite write, Identity known) {
        if (target.row(write.row()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(result(
                write,
                new Outcome.Bounced(write.row(), Outcome.BounceReason.MISSING),
                new Identity.Gone(known == null ? 0 : known.version())));
    }

    private Optional<Result> missing(EntityWrite write, Stream<LookupTarget> targets) {
        return targets.filter(named -> target.missing(named).isPresent())
                .findFirst()
                .map(named -> {
                    RowId row = target.missing(named).orElseThrow();
                    Map<RowId, Identity> gone = new HashMap<>();
                    boolean asBound = identities.get(row) instanceof Identity.Present present
                            && (!(named instanceof LookupTarget.ByGuid bound)
                                    || present.guid().equals(Optional.of(bound.guid())));
                    if (asBound) {
                        gone.put(row, new Identity.Gone(identities.get(row).version()));
                    }
                    return new Result(write, new Outcome.Bounced(row, Outcome.BounceReason.MISSING), gone);
                });
    }

    private static Result result(EntityWrite write, Outcome outcome) {
        return new Result(write, outcome, Map.of());
    }

    private static Result result(EntityWrite write, Outcome outcome, Identity identity) {
        return new Result(write, outcome, Map.of(write.row(), identity));
    }
}
