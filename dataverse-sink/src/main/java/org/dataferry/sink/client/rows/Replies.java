package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;

/** Reads the results of writes. A success whose result cannot be read counts as lost: the write was done, but how? */
final class Replies {
    private static final Pattern ENTITY_ID = Pattern.compile("\\(([0-9a-fA-F-]{36})\\)\\s*$");

    private Replies() {}

    static Answer<UUID> createdId(Answer<Reply> answer) {
        return read(answer, reply -> reply.header("OData-EntityId").flatMap(Replies::idIn));
    }

    static Answer<Upserted> upserted(EntitySet set, Answer<Reply> answer) {
        return read(
                answer,
                reply -> Json.parse(reply.body())
                        .flatMap(row -> id(row.path(set.idColumn())))
                        .map(id -> new Upserted(id, reply.status() == 201)));
    }

    /** The ids of CreateMultiple, as many as were asked for and in their order. */
    static Answer<List<UUID>> createdIds(Answer<Reply> answer, int expected) {
        return read(answer, reply -> Json.parse(reply.body()).flatMap(json -> ids(json.path("Ids"), expected)));
    }

    static Optional<UUID> id(JsonNode text) {
        try {
            return Optional.of(UUID.fromString(text.asText("")));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> idIn(String entityUrl) {
        Matcher matcher = ENTITY_ID.matcher(entityUrl);
        return matcher.find() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }

    private static Optional<List<UUID>> ids(JsonNode array, int expected) {
        List<UUID> ids = new ArrayList<>(array.size());
        array.forEach(element -> id(element).ifPresent(ids::add));
        return ids.size() == expected && array.size() == expected ? Optional.of(ids) : Optional.empty();
    }

    private static <T> Answer<T> read(Answer<Reply> answer, Function<Reply, Optional<T>> result) {
        return switch (answer) {
            case Succeeded<Reply>(Reply reply) ->
                result.apply(reply)
                        .<Answer<T>>map(Succeeded::new)
                        .orElseGet(() -> new Failed<>(
                                new Failure.Lost("the success with status %d does not say which rows it made"
                                        .formatted(reply.status()))));
            case Failed<Reply>(Failure failure) -> new Failed<>(failure);
        };
    }
}
