package org.dataferry.control.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever fails while both ends are opened, none of them stays open: the next try needs the lock. */
final class FollowingIT {

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private Endpoints.Database database;

    @BeforeEach
    void openALedgerOfATopicThatIsNoMore() throws Exception {
        database = LedgerServer.database();
        Batch batch = new Batch(TableNames.of("erp"));
        batch.readUpTo("gone", 0, 5);
        try (LedgerSession session = session(false)) {
            session.write(batch);
        }
    }

    @Test
    void makesALedgerAnewWhoseTopicsAreNoMore() throws Exception {
        MockConsumer<String, byte[]> second = new MockConsumer<>("none");

        try (Following following = open(List.of(() -> consumer, () -> second))) {
            assertThat(LedgerSchema.progress(following.session().connection())).isEmpty();
        }

        assertThat(consumer.closed()).isTrue();
        assertThat(second.closed()).isTrue();
    }

    @Test
    void closesBothWhenKafkaDoesNotTellItsEnds() throws Exception {
        consumer.setOffsetsException(new KafkaException("away"));

        assertThatThrownBy(() -> open(List.of(() -> consumer))).hasMessage("away");

        assertThat(consumer.closed()).isTrue();
        session(false).close();
    }

    @Test
    void closesALedgerMadeAnewWhenKafkaIsAwayThen() throws Exception {
        assertThatThrownBy(() -> open(List.of(() -> consumer, () -> {
                    throw new KafkaException("away");
                })))
                .hasMessage("away");

        assertThat(consumer.closed()).isTrue();
        session(false).close();
    }

    private Following open(List<Supplier<Consumer<String, byte[]>>> consumers)
            throws SQLException, InterruptedException {
        Iterator<Supplier<Consumer<String, byte[]>>> next = consumers.iterator();
        RecordReader records = new RecordReader(
                RandomHistory.TOPICS, new ConfluentAvro(new InMemorySchemaRegistry()), TableNames.of("erp"));
        return Following.open(this::session, () -> next.next().get(), records, false);
    }

    private LedgerSession session(boolean anew) throws SQLException, InterruptedException {
        return LedgerSession.open(
                LedgerDatabase.open(database, LedgerLimits.defaults()),
                "nw",
                TableNames.of("erp"),
                Set.of("account"),
                5_000,
                anew);
    }
}
