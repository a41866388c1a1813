package org.dataferry.sink.client.rows;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.AnswerReader;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;

/**
 * Sends up to 1,000 requests in one. The server does them one after the other, each in a transaction of its own, and goes
 * on after a failure. A part has an answer of its own, which may again be throttled or unavailable: nobody sends it again
 * but the caller.
 */
public final class Batch {
    /** The server's limit, parts of change sets included. */
    public static final int MAX_PARTS = 1_000;

    private final DataverseClient client;
    private final RowRequests requests;
    private final Clock clock;

    public Batch(DataverseClient client, RowRequests requests, Clock clock) {
        this.client = client;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * @return one answer per part, in their order; a part that the reply does not speak of is lost, or unavailable if it
     *     only reads. The whole fails only when nothing of it is known to have been done, or all of it is lost.
     */
    public Answer<List<Answer<Reply>>> send(List<DataverseRequest> parts) throws InterruptedException {
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException(
                    "A batch has %d parts, should have 1 to %d".formatted(parts.size(), MAX_PARTS));
        }
        Map<String, String> headers = Map.of(
                "Content-Type",
                "multipart/mixed; boundary=\"" + BatchBody.BOUNDARY + "\"",
                "Prefer",
                "odata.continue-on-error");
        DataverseRequest whole = new DataverseRequest(
                Operation.BATCH,
                POST,
                "$batch",
                headers,
                Optional.of(new DataverseRequest.Content.Text(BatchBody.write(parts))),
                parts.size(),
                parts.getFirst().deadline());
        return client.send(whole).map(reply -> answers(parts, BatchReply.parts(reply)));
    }

    /** One answer per row; that a row is already gone is refused with the kind MISSING_ROW. */
    public Answer<List<Answer<Reply>>> delete(EntitySet set, List<RowAddress> rows) throws InterruptedException {
        return send(rows.stream().map(row -> requests.delete(set, row)).toList());
    }

    /** One answer per row. Never creates. */
    public Answer<List<Answer<Reply>>> update(EntitySet set, List<RowUpdate> updates) throws InterruptedException {
        return send(updates.stream()
                .map(update -> requests.update(set, new RowAddress.ById(update.id()), update.changes()))
                .toList());
    }

    /** One answer per row, with its id and whether it was created. */
    public Answer<List<Answer<Upserted>>> upsert(EntitySet set, List<RowUpsert> upserts) throws InterruptedException {
        List<DataverseRequest> parts = upserts.stream()
                .map(upsert -> requests.upsert(set, upsert.row(), upsert.body()))
                .toList();
        return send(parts)
                .map(answers -> answers.stream()
                        .map(answer -> Replies.upserted(set, answer))
                        .toList());
    }

    private List<Answer<Reply>> answers(List<DataverseRequest> parts, List<Reply> replies) {
        List<Answer<Reply>> answers = new ArrayList<>(parts.size());
        for (int index = 0; index < parts.size(); index++) {
            DataverseRequest part = parts.get(index);
            answers.add(
                    index < replies.size()
                            ? AnswerReader.read(replies.get(index), part.reads(), clock.instant())
                            : new Failed<>(unspoken(part, replies.size(), parts.size())));
        }
        return answers;
    }

    private static Failure unspoken(DataverseRequest part, int answered, int asked) {
        String reason = "the batch reply has %d of %d parts".formatted(answered, asked);
        return part.reads() ? new Failure.Unavailable(reason) : new Failure.Lost(reason);
    }
}
