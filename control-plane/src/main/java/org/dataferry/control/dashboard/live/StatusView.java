package org.dataferry.control.dashboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SituationText;
import org.dataferry.control.status.StatusDocument;
import org.dataferry.control.status.SyncState;

/** Makes what viewers see of a look. */
final class StatusView {

    private final SituationText words;
    private final UnaryOperator<ObjectNode> more;
    private final UnaryOperator<ObjectNode> mask;

    /**
     * @param more adds to the document what no look tells
     * @param mask leaves out what not everybody may see; the same document where that is nothing
     */
    StatusView(SituationText words, UnaryOperator<ObjectNode> more, UnaryOperator<ObjectNode> mask) {
        this.words = words;
        this.more = more;
        this.mask = mask;
    }

    Snapshot of(Look look, long sequence, Instant now) {
        ObjectNode document = more.apply(StatusDocument.json(look))
                .put("sequence", sequence)
                .put("headline", words.headline(look.situation()));
        return snapshot(sequence, now, look, now, Optional.empty(), document);
    }

    /** The figures stay, as of when they were true; what they mean is not known any more. */
    Snapshot troubled(Snapshot last, String trouble, long sequence, Instant now) {
        String unknown = SyncState.UNKNOWN.words();
        ObjectNode document = last.document()
                .deepCopy()
                .put("sequence", sequence)
                .put("state", SyncState.UNKNOWN.name())
                .put("stateReason", trouble)
                .put(
                        "headline",
                        unknown.charAt(0) + unknown.substring(1).toLowerCase(Locale.ROOT) + ": " + trouble + ".");
        return snapshot(sequence, now, last.look(), last.lookedAt(), Optional.of(trouble), document);
    }

    private Snapshot snapshot(
            long sequence, Instant at, Look look, Instant lookedAt, Optional<String> trouble, ObjectNode document) {
        byte[] json = document.toString().getBytes(UTF_8);
        ObjectNode masked = mask.apply(document);
        return new Snapshot(
                sequence,
                at,
                look,
                lookedAt,
                trouble,
                document,
                json,
                masked == document ? json : masked.toString().getBytes(UTF_8));
    }
}
