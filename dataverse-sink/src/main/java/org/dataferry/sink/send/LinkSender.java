package org.dataferry.sink.send;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Links and unlinks rows, many in one {@code $batch}: there is no bulk message for it. A pair is linked once or not at
 * all, so the target refuses what is done already, and that is success.
 */
final class LinkSender {

    private final Lane lane;
    private final TargetTables tables;
    private final String keyColumn;
    private final MissingRows missing;

    LinkSender(Lane lane, TargetTables tables, String keyColumn, MissingRows missing) {
        this.lane = lane;
        this.tables = tables;
        this.keyColumn = keyColumn;
        this.missing = missing;
    }

    /** A link or unlink, its rows known by GUID. */
    private record Pair(RowTask task, boolean links, RowId from, UUID fromId, RowId to, UUID toId) {}

    /** One result per row, in their order. */
    List<RowResult> send(List<RowTask> rows) throws InterruptedException {
        Map<RowId, UUID> found = new HashMap<>();
        for (Map.Entry<String, Set<RowId>> entity : namedByKey(rows).entrySet()) {
            switch (find(tables.set(entity.getKey()), entity.getValue())) {
                case Answer.Succeeded<Map<RowId, UUID>>(Map<RowId, UUID> ids) -> found.putAll(ids);
                case Answer.Failed<Map<RowId, UUID>>(Failure failure) -> {
                    return Bisection.of(rows, failure, this::send);
                }
            }
        }
        Map<RowId, RowResult> results = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (RowTask row : rows) {
            Optional<RowId> absent = ends(row).stream()
                    .filter(end -> id(end, found).isEmpty())
                    .map(LinkSender::row)
                    .findFirst();
            if (absent.isEmpty()) {
                pairs.add(pair(row, found));
            } else {
                results.put(row.write().row(), absent(row, absent.get()));
            }
        }
        collect(pairs, results);
        return rows.stream()
                .map(row -> Objects.requireNonNull(results.get(row.write().row())))
                .toList();
    }

    private void collect(List<Pair> pairs, Map<RowId, RowResult> results) throws InterruptedException {
        if (pairs.isEmpty()) {
            return;
        }
        switch (lane.batch().send(pairs.stream().map(this::request).toList())) {
            case Answer.Succeeded<List<Answer<Reply>>>(List<Answer<Reply>> answers) -> {
                for (int i = 0; i < pairs.size(); i++) {
                    Pair pair = pairs.get(i);
                    results.put(pair.task().write().row(), result(pair, answers.get(i)));
                }
            }
            case Answer.Failed<List<Answer<Reply>>>(Failure failure) -> {
                List<RowTask> tasks = pairs.stream().map(Pair::task).toList();
                List<RowResult> failed = Bisection.of(tasks, failure, this::send);
                for (int i = 0; i < tasks.size(); i++) {
                    results.put(tasks.get(i).write().row(), failed.get(i));
                }
            }
        }
    }

    private DataverseRequest request(Pair pair) {
        EntitySet from = tables.set(pair.from().entity());
        EntitySet to = tables.set(pair.to().entity());
        String relationship = pair.task().write().row().entity();
        String collection =
                tables.collection(relationship, pair.from().entity(), pair.to().entity());
        return pair.links()
                ? lane.requests()
                        .associate(relationship, from, pair.fromId(), collection, lane.apiRoot() + to.url(pair.toId()))
                : lane.requests().disassociate(relationship, from, pair.fromId(), collection, pair.toId());
    }

    private RowResult result(Pair pair, Answer<Reply> answer) throws InterruptedException {
        return switch (answer) {
            case Answer.Succeeded<Reply> ignored -> done(pair.links());
            case Answer.Failed<Reply>(Failure.Refused(var error))
            when error.kind() == ErrorKind.DUPLICATE && pair.links() -> doneBefore(pair.task());
            case Answer.Failed<Reply>(Failure.Refused(var error))
            when error.kind() == ErrorKind.MISSING_ROW ->
                pair.links()
                        ? missing.firstMissing(ends(pair.task())).orElseGet(() -> Refusals.of(error))
                        : doneBefore(pair.task());
            case Answer.Failed<Reply>(Failure failure) -> Bisection.single(failure);
        };
    }

    /** A link with a row that is not there waits for it; without the row there is no link to undo. */
    private static RowResult absent(RowTask task, RowId row) {
        return links(task) ? new RowResult.Missing(row, Optional.empty()) : doneBefore(task);
    }

    /** In doubt it was we who did it, by the request whose answer was lost. */
    private static RowResult doneBefore(RowTask task) {
        return task.merged().inDoubt() ? done(links(task)) : new RowResult.AlreadyDone();
    }

    private static RowResult done(boolean links) {
        return new RowResult.Done(links ? Outcome.Effect.LINKED : Outcome.Effect.UNLINKED, Optional.empty());
    }

    private static Map<String, Set<RowId>> namedByKey(List<RowTask> rows) {
        Map<String, Set<RowId>> named = new HashMap<>();
        for (RowTask task : rows) {
            for (LookupTarget end : ends(task)) {
                if (end instanceof LookupTarget.ByKey(RowId row)) {
                    named.computeIfAbsent(row.entity(), first -> new LinkedHashSet<>())
                            .add(row);
                }
            }
        }
        return named;
    }

    private Answer<Map<RowId, UUID>> find(EntitySet set, Set<RowId> rows) throws InterruptedException {
        List<String> keys = rows.stream().map(row -> FerryKey.of(row).value()).toList();
        return lane.identities().find(set, keyColumn, keys).map(ids -> {
            Map<RowId, UUID> found = new HashMap<>();
            for (RowId row : rows) {
                Optional.ofNullable(ids.get(FerryKey.of(row).value())).ifPresent(id -> found.put(row, id));
            }
            return found;
        });
    }

    private static Pair pair(RowTask task, Map<RowId, UUID> found) {
        LookupTarget from = ends(task).getFirst();
        LookupTarget to = ends(task).getLast();
        return new Pair(
                task,
                links(task),
                row(from),
                id(from, found).orElseThrow(),
                row(to),
                id(to, found).orElseThrow());
    }

    private static boolean links(RowTask task) {
        return task.write() instanceof EntityWrite.Link;
    }

    private static List<LookupTarget> ends(RowTask task) {
        return switch (task.write()) {
            case EntityWrite.Link link -> List.of(link.from(), link.to());
            case EntityWrite.Unlink unlink -> List.of(unlink.from(), unlink.to());
            case EntityWrite.UpsertRow other -> throw noLink(other);
            case EntityWrite.DeleteRow other -> throw noLink(other);
            case EntityWrite.PatchLookup other -> throw noLink(other);
            case EntityWrite.SetState other -> throw noLink(other);
            case EntityWrite.SetFile other -> throw noLink(other);
        };
    }

    private static RowId row(LookupTarget end) {
        return switch (end) {
            case LookupTarget.ByGuid(RowId row, UUID ignored) -> row;
            case LookupTarget.ByKey(RowId row) -> row;
            case LookupTarget.None none -> throw new IllegalStateException("an end of a link is always named: " + none);
        };
    }

    private static Optional<UUID> id(LookupTarget end, Map<RowId, UUID> found) {
        return end instanceof LookupTarget.ByGuid named
                ? Optional.of(named.guid())
                : Optional.ofNullable(found.get(row(end)));
    }

    private static IllegalStateException noLink(EntityWrite write) {
        return new IllegalStateException("no link: " + write.id());
    }
}
