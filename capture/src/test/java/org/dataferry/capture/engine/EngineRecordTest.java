package org.dataferry.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class EngineRecordTest {

    @Test
    void takesACommitForAnEnd() {
        assertThat(EngineRecord.of(transaction("END", "COMMIT"))).isEqualTo(new EngineRecord.TransactionEnd(42));
    }

    @Test
    void takesNothingElseForAnEnd() {
        assertThat(EngineRecord.of(transaction("BEGIN", "BEGIN"))).isEqualTo(new EngineRecord.Other());
        // Debezium closes a transaction whose end it has not seen when it meets the next one's change.
        assertThat(EngineRecord.of(transaction("END", "INSERT"))).isEqualTo(new EngineRecord.Other());
    }

    @Test
    void matchesNoOtherTableByItsPattern() {
        assertThat(Pattern.matches(EngineProperties.pattern("a.b,c$"), "a.b,c$"))
                .isTrue();
        assertThat(Pattern.matches(EngineProperties.pattern("a.b"), "axb")).isFalse();
        assertThat(EngineProperties.pattern("a,b")).isEqualTo("a\\,b");
    }

    private static SourceRecord transaction(String status, String messageType) {
        Schema schema =
                SchemaBuilder.struct().field("status", Schema.STRING_SCHEMA).build();
        return new SourceRecord(
                Map.of(),
                Map.of("lsn_commit", 42L, "lsn", 43L, "messageType", messageType),
                EngineProperties.TRANSACTIONS,
                schema,
                new Struct(schema).put("status", status));
    }
}
