package org.dataferry.sink.client.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;

/** Finds the GUIDs of rows by their alternate keys. */
public final class IdentityReader {
    private final RowReader rows;
    private final Batch batch;
    private final RowRequests requests;

    public IdentityReader(RowReader rows, Batch batch, RowRequests requests) {
        this.rows = rows;
        this.batch = batch;
        this.requests = requests;
    }

    /**
     * By a key of one text column. Any characters may occur in the values, as they are compared and not addressed.
     *
     * @return ids by the value as the row has it: Dataverse compares without case, so it may differ from what was asked
     */
    public Answer<Map<String, UUID>> find(EntitySet set, String keyColumn, Collection<String> values)
            throws InterruptedException {
        Map<String, UUID> found = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>(List.of(set.idColumn(), keyColumn));
        Answer<Long> answer = rows.rowsIn(
                set, keyColumn, new LinkedHashSet<>(values), columns, page -> each(set, keyColumn, page, found::put));
        return answer.map(count -> found);
    }

    /** By keys of any shape, one part of a batch each; those without a row are left out. */
    public Answer<Map<RowAddress, UUID>> find(EntitySet set, Collection<RowAddress> keys) throws InterruptedException {
        List<RowAddress> asked = List.copyOf(new LinkedHashSet<>(keys));
        Map<RowAddress, UUID> found = new LinkedHashMap<>();
        for (int from = 0; from < asked.size(); from += Batch.MAX_PARTS) {
            List<RowAddress> chunk = asked.subList(from, Math.min(asked.size(), from + Batch.MAX_PARTS));
            Answer<List<Answer<Reply>>> answer = batch.send(chunk.stream()
                    .map(key -> requests.get(set, key, List.of(set.idColumn())))
                    .toList());
            if (!(answer instanceof Succeeded<List<Answer<Reply>>>(var parts))) {
                return answer.map(never -> Map.of());
            }
            for (int index = 0; index < chunk.size(); index++) {
                switch (parts.get(index)) {
                    case Succeeded<Reply>(Reply reply) ->
                        found.put(chunk.get(index), RowReader.idOf(set, reply.json()));
                    case Failed<Reply>(Failure.Refused(var error)) when error.kind() == ErrorKind.MISSING_ROW -> {}
                    case Failed<Reply>(Failure failure) -> {
                        return new Failed<>(failure);
                    }
                }
            }
        }
        return new Succeeded<>(found);
    }

    /**
     * All identities of an entity set; rows without a key value are passed over.
     *
     * @param identity takes key value and id, in the calling thread
     * @return how many rows were read, with or without a key
     */
    public Answer<Long> scan(EntitySet set, String keyColumn, BiConsumer<String, UUID> identity)
            throws InterruptedException {
        return rows.scan(set, RowQuery.all(set.idColumn(), keyColumn), page -> each(set, keyColumn, page, identity));
    }

    private static void each(
            EntitySet set, String keyColumn, List<ObjectNode> page, BiConsumer<String, UUID> identity) {
        for (ObjectNode row : page) {
            if (row.hasNonNull(keyColumn)) {
                identity.accept(row.get(keyColumn).asText(), RowReader.idOf(set, row));
            }
        }
    }
}
