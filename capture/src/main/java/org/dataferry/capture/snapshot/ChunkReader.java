package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.topic.RowPartitioner;

/** Reads rows of one chunk after the other and hands them to Kafka. For one thread. */
final class ChunkReader {

    /** Rows between two looks at the pace; a thousandth of a second's at full speed. */
    private static final int PACED_ROWS = 100;

    private final Connection connection;
    private final AckedSender sender;
    private final RowPace pace;
    private final CaptureListener listener;
    private final LongAdder rowCount;
    private int unpaced;

    /** @param connection sees the snapshot */
    ChunkReader(Connection connection, AckedSender sender, RowPace pace, CaptureListener listener, LongAdder rowCount) {
        this.connection = connection;
        this.sender = sender;
        this.pace = pace;
        this.listener = listener;
        this.rowCount = rowCount;
    }

    /**
     * Returns when Kafka has acknowledged the rows.
     *
     * @param condition which rows, in SQL; empty for all
     * @return how many there were
     */
    long read(TablePlan plan, SourcePosition position, String condition) throws SQLException {
        RowEncoder encoder = new RowEncoder(plan);
        String topic = plan.published().topic().name();
        int partitions = plan.published().topic().partitions();
        List<Header> headers = List.of(
                new RecordHeader(EnvelopeFields.POSITION_HEADER, position.text().getBytes(UTF_8)));
        long rows = CopyRows.read(connection, plan.copy(condition), (message, at) -> {
            int end = encoder.encode(message, at);
            String key = encoder.key();
            sender.send(new ProducerRecord<>(
                    topic, RowPartitioner.ofSourceKey(key, partitions), key.getBytes(UTF_8), encoder.value(), headers));
            rowCount.increment();
            listener.changePublished(plan.published().name());
            keepPace();
            return end;
        });
        sender.awaitAcknowledged();
        return rows;
    }

    private void keepPace() {
        if (++unpaced == PACED_ROWS) {
            unpaced = 0;
            try {
                pace.take(PACED_ROWS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new CaptureException("the snapshot was stopped", stopped);
            }
        }
    }
}
