package org.dataferry.capture.dump.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.Letter;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.DeadLetters;
import org.dataferry.schemas.topic.Topic;

/** Rows of a dump that cannot be read, on their way to the dead letters. */
final class DumpLetters {

    private static final String STAGE = "capture";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Topic topic;
    private final AckedSender sender;
    private final SourceTable table;
    private final DumpState.Accepted dump;

    DumpLetters(Topic topic, AckedSender sender, SourceTable table, DumpState.Accepted dump) {
        this.topic = topic;
        this.sender = sender;
        this.table = table;
        this.dump = dump;
    }

    /** Those that were found when the dump was taken; none if there is no such file. */
    void send(Path letters) {
        if (!Files.exists(letters)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(letters)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                send(JSON.readValue(line, Letter.class));
            }
        } catch (IOException unreadable) {
            throw new SourceException(letters + " cannot be read: " + unreadable, unreadable);
        }
    }

    void send(Letter letter) {
        String place = table.qualified() + ", dump " + dump.number() + " (" + dump.file() + ")"
                + (letter.line() > 0 ? ", line " + letter.line() : "");
        RecordHeaders headers = new RecordHeaders();
        headers.add(DeadLetters.STAGE, STAGE.getBytes(UTF_8));
        headers.add(DeadLetters.REASON, (place + ": " + letter.reason()).getBytes(UTF_8));
        sender.send(new ProducerRecord<>(
                topic.name(), null, place.getBytes(UTF_8), letter.raw().getBytes(UTF_8), headers));
    }
}
