package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.file;
import static org.dataferry.sink.testing.Writes.row;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.Test;

/** How many files go out at a time, and how much of them is held. */
final class FileQueueTest {

    @Test
    void filesGoOneByOneAndNeverMoreThanAreAllowed() {
        FileQueue queue = queueOf(2, 3);

        Batch first = queue.next(52).orElseThrow();
        assertThat(first.action()).isEqualTo(Action.FILE);
        assertThat(first.rows()).hasSize(1);
        assertThat(queue.next(52)).isPresent();
        assertThat(queue.next(52)).as("two are under way").isEmpty();

        queue.answered(first);
        assertThat(queue.next(52)).isPresent();
        queue.answered(first);
        assertThat(queue.next(52)).as("none waits").isEmpty();
    }

    @Test
    void filesLeaveHalfOfTheRequestsToRows() {
        FileQueue queue = queueOf(10, 10);

        assertThat(queue.next(2)).isPresent();
        assertThat(queue.next(2)).isEmpty();
        assertThat(queue.next(4)).isPresent();
        assertThat(queue.next(4)).isEmpty();
    }

    @Test
    void whatIsGivenUpIsNotSent() {
        FileQueue queue = queueOf(10, 2);

        queue.retain(task -> false);

        assertThat(queue.next(52)).isEmpty();
    }

    @Test
    void contentsAreCountedFromTheirReadingToTheirOutcome() {
        HeldContents held = new HeldContents(20);
        EntityWrite carried = carried(12);

        held.read(Writes.PARTITION, carried);
        assertThat(held.isFull(Writes.PARTITION)).isFalse();
        held.read(Writes.PARTITION, file(row("account", "a"), 3, "contract", new FileContent.InFolder("n", "p")));
        assertThat(held.isFull(Writes.PARTITION)).as("a path holds nothing").isFalse();
        held.read(Writes.PARTITION, carried);
        assertThat(held.isFull(Writes.PARTITION)).isTrue();
        assertThat(held.isFull(new TopicPartition("others", 0)))
                .as("of what holds none of it")
                .isFalse();

        held.settled(Writes.PARTITION, carried);
        assertThat(held.isFull(Writes.PARTITION)).isFalse();
        held.read(Writes.PARTITION, carried);
        held.drop(List.of(Writes.PARTITION));
        assertThat(held.isFull(Writes.PARTITION)).isFalse();
    }

    private static FileQueue queueOf(int most, int files) {
        FileQueue queue = new FileQueue(most);
        for (int i = 0; i < files; i++) {
            EntityWrite write = carried(1);
            queue.add(new RowTask(
                    new MergedWrite(write, Writes.queued(write, i), List.of(), false), Optional.empty(), 0));
        }
        return queue;
    }

    private static EntityWrite carried(int bytes) {
        FileContent content = new FileContent.Carried("n", new Value.Bytes(new byte[bytes]));
        return file(row("account", "a"), 2, "contract", content);
    }
}
