package org.dataferry.capture.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.ConvertedChange;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.envelope.KeyReader;
import org.dataferry.schemas.registry.RegistryException;
import org.dataferry.schemas.topic.RowPartitioner;

/**
 * Sends changes and markers to the change topics, in the order they are given. Returns before they are acknowledged.
 */
public final class ChangePublisher {

    private final ConnectToAvro converter;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final KeyReader keys = new KeyReader();

    public ChangePublisher(ConnectToAvro converter, ConfluentAvro avro, AckedSender sender) {
        this.converter = converter;
        this.avro = avro;
        this.sender = sender;
    }

    /**
     * @throws RefusedException if the registry does not take the change's schema
     * @throws CaptureException if the change cannot be written; it names the table and what to do
     */
    public void publish(PublishedTable table, SourceRecord change, SourcePosition position) {
        ConvertedChange converted = converter.convert(table.captured(), change);
        String key = key(table, converted);
        sender.send(new ProducerRecord<>(
                table.topic().name(),
                RowPartitioner.ofSourceKey(key, table.topic().partitions()),
                key.getBytes(UTF_8),
                encoded(avro, table, converted.envelope()),
                List.of(header(EnvelopeFields.POSITION_HEADER, position))));
    }

    /** Tells every partition of a table that the epoch of a position is complete. */
    public void complete(PublishedTable table, SourcePosition position) {
        for (int partition = 0; partition < table.topic().partitions(); partition++) {
            sender.send(new ProducerRecord<>(
                    table.topic().name(),
                    partition,
                    EnvelopeFields.MARKER_KEY.getBytes(UTF_8),
                    null,
                    List.of(header(EnvelopeFields.EPOCH_COMPLETE_HEADER, position))));
        }
    }

    private String key(PublishedTable table, ConvertedChange converted) {
        try {
            return keys.read(converted.key(), table.key()).text();
        } catch (SchemasException unusable) {
            throw new CaptureException(
                    "the key " + converted.key() + " of table " + table.name().qualified() + " cannot be used: "
                            + unusable.getMessage() + ". If the table's primary key was changed, its rows are known by"
                            + " other keys now: start again with a new snapshot",
                    unusable);
        }
    }

    /**
     * An envelope as the table's topic takes it.
     *
     * @throws RefusedException if the registry does not take its schema
     */
    public static byte[] encoded(ConfluentAvro avro, PublishedTable table, GenericRecord envelope) {
        try {
            return avro.encode(table.topic().valueSubject(), envelope);
        } catch (RegistryException unreachable) {
            throw unreachable;
        } catch (SchemasException refused) {
            throw new RefusedException(
                    "table " + table.name().qualified() + " has changed in a way that breaks readers of its earlier"
                            + " changes. " + refused.getMessage() + ". Nothing is lost: its changes are held. If"
                            + " every mapping of the table can read both forms, set the compatibility of subject "
                            + table.topic().valueSubject() + " to NONE in the registry and accept the drift",
                    refused);
        }
    }

    /** The registry does not take the form that changes of a table have now. */
    public static final class RefusedException extends CaptureException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message, SchemasException cause) {
            super(message, cause);
        }
    }

    private static Header header(String name, SourcePosition position) {
        return new RecordHeader(name, position.text().getBytes(UTF_8));
    }
}
