package org.dataferry.control.deadletter;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.envelope.EnvelopeReader.Content;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The input of a dead letter, and what came after it in its partition. Positions only recognise what is delivered again, so a change
 * may be published again as long as transform has read none of its row since, and no later reading of the table.
 */
final class LetterInput {

    private final DeadLetter letter;
    private final DeadLetter.Place place;
    private @Nullable ConsumerRecord<byte[], byte[]> record;
    private @Nullable Content content;
    private @Nullable String unreadable;
    private Optional<ReplayedLetter> follower = Optional.empty();

    /** The last position of the row that transform has seen, of those behind the letter. */
    private @Nullable SourcePosition seen;

    LetterInput(DeadLetter letter, DeadLetter.Place place) {
        this.letter = letter;
        this.place = place;
    }

    DeadLetter letter() {
        return letter;
    }

    long offset() {
        return place.offset();
    }

    /** @param read may throw, if the record cannot be read */
    void found(ConsumerRecord<byte[], byte[]> input, Reader read) {
        record = input;
        try {
            content = read.read();
        } catch (UnreadableRecordException failed) {
            unreadable = String.valueOf(failed.getMessage());
        }
    }

    /** Reads a record as transform does. */
    interface Reader {
        Content read();
    }

    /** A record behind it in the same partition, which is no open dead letter itself. */
    void followedBy(Content later, long offset) {
        if (!(content instanceof Content.Event(ChangeEvent event)) || offset <= place.offset()) {
            return;
        }
        switch (later) {
            case Content.EpochComplete(var table, SourcePosition position) ->
                anew(position.epoch() > epoch(event), offset);
            case Content.Event(ChangeEvent next) -> {
                if (next.id().key().equals(event.id().key())) {
                    changed(event, next, offset);
                } else {
                    anew(epoch(next) > epoch(event), offset);
                }
            }
            case Content.Tombstone ignored -> {}
        }
    }

    /** What stands first counts: transform skips what is not after it, so a copy behind a later change has changed nothing. */
    private void changed(ChangeEvent event, ChangeEvent next, long offset) {
        SourcePosition mine = event.id().position();
        SourcePosition position = next.id().position();
        if (follower.isEmpty() && position.equals(mine)) {
            follower = Optional.of(new ReplayedLetter.PublishedBefore(offset));
        } else if (isAfter(position, seen == null ? mine : seen)) {
            seen = position;
            superseded(offset, isWhole(next));
        }
    }

    private void superseded(long offset, boolean whole) {
        boolean counts = follower.map(one -> one instanceof ReplayedLetter.Superseded before && !before.whole())
                .orElse(true);
        if (counts) {
            follower = Optional.of(new ReplayedLetter.Superseded(offset, whole));
        }
    }

    private void anew(boolean isAnew, long offset) {
        if (isAnew && follower.isEmpty()) {
            follower = Optional.of(new ReplayedLetter.ReadAnew(offset));
        }
    }

    /** What came after it, if that counts. */
    Optional<ReplayedLetter> follower() {
        return follower;
    }

    /** Why it cannot be published again; empty if it can. */
    Optional<ReplayedLetter> hindrance() {
        if (record == null) {
            return Optional.of(new ReplayedLetter.Gone());
        }
        if (unreadable != null) {
            return Optional.of(new ReplayedLetter.StillUnreadable(unreadable));
        }
        return content instanceof Content.Event ? follower : Optional.of(new ReplayedLetter.NoChange());
    }

    /** To be asked only where nothing is in the way. */
    ConsumerRecord<byte[], byte[]> record() {
        if (record == null) {
            throw new IllegalStateException("the input of dead letter " + letter.id() + " was not found");
        }
        return record;
    }

    /** As transform tells it, which buries what it cannot compare. */
    private static boolean isAfter(SourcePosition position, SourcePosition other) {
        boolean canTell = position.epoch() != other.epoch() || position.getClass() == other.getClass();
        return canTell && position.compareTo(other) > 0;
    }

    private static int epoch(ChangeEvent event) {
        return event.id().position().epoch();
    }

    private static boolean isWhole(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Snapshotted(var id, var at, SourceRow after) -> isWhole(after);
            case ChangeEvent.Inserted(var id, var at, SourceRow after) -> isWhole(after);
            case ChangeEvent.Updated(var id, var at, var before, SourceRow after) -> isWhole(after);
            case ChangeEvent.Deleted ignored -> true;
        };
    }

    private static boolean isWhole(SourceRow row) {
        return !row.columns().containsValue(Value.ABSENT);
    }
}
