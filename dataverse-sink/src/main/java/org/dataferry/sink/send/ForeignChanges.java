package org.dataferry.sink.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowVersion;

/**
 * Finds out who changed rows last. A row that one of Ferry's own users changed last, nobody else has changed since Ferry
 * wrote it, whatever its version is: the answer to that write was lost, or it was a part of the row that tells no version,
 * or a cascade of another write.
 */
final class ForeignChanges {

    private static final String MODIFIED_BY = "modifiedby";
    private static final String MODIFIER = "_" + MODIFIED_BY + "_value";
    private static final String MODIFIED_ON = "modifiedon";

    private final Lane lane;
    private final RowBodies bodies;
    private final ChangeRules rules;

    ForeignChanges(Lane lane, RowBodies bodies, ChangeRules rules) {
        this.lane = lane;
        this.bodies = bodies;
        this.rules = rules;
    }

    /** What a row turned out to be. */
    sealed interface Look {
        /** Nobody but us has changed it, and this is the version that it has. */
        record Ours(String rowVersion) implements Look {}

        /** @param what is known of the change, in words */
        record Foreign(String what) implements Look {}

        /** The row is not there, or could not be read. */
        record Failed(Failure failure) implements Look {}
    }

    /**
     * One look per row, in their order: many rows cost one request.
     *
     * @return failed only if none of them could be read
     */
    Answer<List<Look>> look(TableDefinition table, List<RowTask> rows) throws InterruptedException {
        EntitySet set = table.entitySet();
        List<String> columns = new ArrayList<>(List.of(set.idColumn()));
        table.column(MODIFIED_BY).ifPresent(column -> columns.add(MODIFIER));
        table.column(MODIFIED_ON).ifPresent(column -> columns.add(MODIFIED_ON));
        List<DataverseRequest> parts = rows.stream()
                .map(row -> lane.requests().get(set, bodies.address(row), columns))
                .toList();
        return lane.batch()
                .send(parts)
                .map(answers -> answers.stream().map(this::look).toList());
    }

    private Look look(Answer<Reply> answer) {
        return switch (answer) {
            case Answer.Succeeded<Reply>(Reply reply) -> look(reply);
            case Answer.Failed<Reply>(Failure failure) -> new Look.Failed(failure);
        };
    }

    private Look look(Reply reply) {
        JsonNode row = reply.json();
        Optional<String> version = RowVersion.of(reply);
        if (version.isPresent() && isOurs(row)) {
            return new Look.Ours(version.get());
        }
        String by = row.path(MODIFIER).asText("");
        String who = by.isEmpty() ? "somebody" : "user " + by;
        return new Look.Foreign(who + " changed the row on "
                + row.path(MODIFIED_ON).asText("a day that is not known") + ", after Ferry had written it");
    }

    /** @param what {@link Look.Foreign} says */
    RowResult byPolicy(RowTask row, String what) {
        return rules.of(row.write().row().entity()) == ChangedPolicy.KEEP
                ? new RowResult.Kept()
                : new RowResult.Refused(RejectionReason.CHANGED_IN_TARGET, what);
    }

    private boolean isOurs(JsonNode row) {
        String by = row.path(MODIFIER).asText("");
        return !by.isEmpty() && rules.ownUsers().contains(UUID.fromString(by));
    }

    /**
     * The results of rows that we just made, with the version that they have. Where that cannot be read, or somebody has
     * changed the row already, none is told, so that the next write looks. Of a table that does not say who changed its rows,
     * the version is taken for ours.
     */
    List<RowResult> withVersions(TableDefinition table, List<RowResult> made) throws InterruptedException {
        List<UUID> ids = made.stream()
                .filter(RowResult.Done.class::isInstance)
                .flatMap(result -> ((RowResult.Done) result).guid().stream())
                .toList();
        boolean tellsWho = table.column(MODIFIED_BY).isPresent();
        List<String> columns = tellsWho ? List.of(MODIFIER) : List.of();
        if (ids.isEmpty()
                || !(lane.reader().rows(table.entitySet(), ids, columns)
                        instanceof Answer.Succeeded<Map<UUID, ObjectNode>>(Map<UUID, ObjectNode> read))) {
            return made;
        }
        return made.stream()
                .map(result -> result instanceof RowResult.Done(var effect, var guid, var ignored)
                        ? new RowResult.Done(
                                effect,
                                guid,
                                guid.map(read::get)
                                        .filter(row -> !tellsWho || isOurs(row))
                                        .flatMap(RowVersion::of))
                        : result)
                .toList();
    }
}
