package org.dataferry.schemas.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.registry.Compatibility;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.junit.jupiter.api.Test;

class ConfluentAvroTest {

    private static final Schema FIRST =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();
    private static final Schema SECOND = SchemaBuilder.record("R")
            .fields()
            .requiredString("a")
            .optionalInt("b")
            .endRecord();
    private static final Schema BREAKING =
            SchemaBuilder.record("R").fields().requiredInt("c").endRecord();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final ConfluentAvro avro = new ConfluentAvro(registry);

    @Test
    void writesTheWireFormat() {
        registry.register("other", SECOND);

        byte[] bytes = avro.encode("s", record("xy"));

        assertThat(bytes).containsExactly(0, 0, 0, 0, 2, 4, 'x', 'y');
        assertThat(ConfluentAvro.idIn(bytes)).isEqualTo(2);
        assertThat(avro.encode(0x01020304, record(""))).containsExactly(0, 1, 2, 3, 4, 0);
    }

    @Test
    void setsTheCompatibilityOfANewSubject() {
        avro.encode("s", record("x"));

        assertThat(registry.compatibility("s")).contains(Compatibility.BACKWARD_TRANSITIVE);
    }

    @Test
    void readsOldRecordsAsTheNewSchema() {
        byte[] old = avro.encode("s", record("x"));
        avro.idOf("s", SECOND);

        assertThat(avro.decode(old, SECOND)).hasToString("{\"a\": \"x\", \"b\": null}");
        assertThat(new ConfluentAvro(registry).decode(old)).hasToString("{\"a\": \"x\"}");
    }

    @Test
    void refusesASchemaThatWouldBreakReaders() {
        avro.idOf("s", FIRST);

        assertThatThrownBy(() -> avro.idOf("s", BREAKING))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("refuses the new schema of subject 's'");
        assertThat(registry.isCompatible("s", SECOND)).isTrue();
        assertThat(registry.isCompatible("s", BREAKING)).isFalse();
    }

    @Test
    void whatCannotBeReadIsUnreadable() {
        byte[] bytes = avro.encode("s", record("xy"));

        assertUnreadable(new byte[0], "0 bytes is not in the Confluent wire format");
        assertUnreadable(new byte[] {1, 0, 0, 0, 1, 0}, "not in the Confluent wire format");
        assertUnreadable(new byte[] {0, 0, 0, 0, 99, 0}, "does not know schema 99");
        assertUnreadable(Arrays.copyOf(bytes, bytes.length - 1), "does not fit its schema 1");
        assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1), "goes on after what its schema 1 describes");
        assertThatThrownBy(() -> avro.decode(bytes, BREAKING)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void recordThatIsNotWholeIsNotWritten() {
        GenericRecord empty = new org.apache.avro.generic.GenericData.Record(FIRST);

        assertThatThrownBy(() -> avro.encode("s", empty)).hasMessageContaining("does not fit its own schema R");
        assertThat(avro.encode("s", record("x")))
                .as("what failed leaves nothing behind")
                .hasSize(7);
    }

    @Test
    void largeRecordsFitAndLeaveNothingBehind() {
        String large = "x".repeat(1_000_000);

        assertThat(avro.decode(avro.encode("s", record(large))).get("a")).hasToString(large);
        assertThat(avro.encode("s", record("x"))).hasSize(7);
    }

    @Test
    void manyThreadsShareIt() throws Exception {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            String prefix = "task" + task + "-";
            tasks.add(() -> {
                for (int i = 0; i < 500; i++) {
                    byte[] bytes = avro.encode("s" + i % 3, record(prefix + i));
                    if (!avro.decode(bytes, SECOND).get("a").toString().equals(prefix + i)) {
                        return false;
                    }
                }
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private void assertUnreadable(byte[] bytes, String message) {
        assertThatThrownBy(() -> avro.decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(message);
    }

    private static GenericRecord record(String a) {
        return new GenericRecordBuilder(FIRST).set("a", a).build();
    }
}
