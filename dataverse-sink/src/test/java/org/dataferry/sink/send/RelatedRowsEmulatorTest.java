package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.testing.EmulatedTarget;
import org.dataferry.sink.testing.Writes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rows that name each other, against the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RelatedRowsEmulatorTest {

    private EmulatedTarget target;
    private TargetTables tables;
    private BatchSender sender;
    private int rowsMade;

    @BeforeAll
    void makesTheTables(@TempDir Path folder) throws InterruptedException {
        target = EmulatedTarget.start(folder);
        target.makeOrders();
        target.makeRelations();
        tables = target.tables(ORDER, "account", "contact");
        sender = new BatchSender(target.lane(), tables, KEY_COLUMN, ID_COLUMN);
    }

    @AfterEach
    void clearsFaults() {
        target.clearFaults();
    }

    @AfterAll
    void stops() {
        target.close();
    }

    @Test
    void bindsRowsByGuidAndByKey() throws InterruptedException {
        RowId account = newRow("account");
        RowId contact = newRow("contact");
        UUID accountId = made(account);
        UUID contactId = made(contact);
        RowId order = newRow(ORDER);

        UUID id = guid(send(
                Action.CREATE,
                task(naming(
                        order,
                        1,
                        Map.of(
                                "mig_accountid", new LookupTarget.ByGuid(account, accountId),
                                "mig_payerid", new LookupTarget.ByKey(contact))))));

        assertThat(stored(order, "_mig_accountid_value").asText()).isEqualTo(accountId.toString());
        assertThat(stored(order, "_mig_payerid_value").asText()).isEqualTo(contactId.toString());
        Map<String, LookupTarget> cleared =
                Map.of("mig_accountid", new LookupTarget.ByKey(account), "mig_payerid", LookupTarget.NONE);
        EntityWrite second = upsert(order, 2, OptionalLong.of(1), Map.of(), cleared, Set.of("mig_payerid"));
        send(Action.UPDATE, task(second, id, 1));
        assertThat(stored(order, "_mig_payerid_value").isNull()).isTrue();
        assertThat(stored(order, "_mig_accountid_value").asText()).isEqualTo(accountId.toString());
    }

    private RowResult send(Action action, RowTask task) throws InterruptedException {
        return send(action, task.write().row().entity(), task).getFirst();
    }

    private List<RowResult> send(Action action, String entity, RowTask... tasks) throws InterruptedException {
        return sender.send(new Batch(entity, action, List.of(tasks)));
    }

    private UUID made(RowId row) throws InterruptedException {
        return guid(send(Action.CREATE, task(upsert(row, 1, named(row, "made")))));
    }

    private static Map<String, Value> named(RowId row, String name) {
        return switch (row.entity()) {
            case "account" -> columns("name", name);
            case "contact" -> columns("lastname", name);
            default -> columns("mig_name", name);
        };
    }

    private static EntityWrite naming(RowId row, long version, Map<String, LookupTarget> lookups) {
        return upsert(row, version, OptionalLong.empty(), named(row, "naming"), lookups, Set.of());
    }

    private RowId newRow(String entity) {
        return row(entity, "Käse " + ++rowsMade);
    }

    private JsonNode stored(RowId row, String property) throws InterruptedException {
        return find(row, property).orElseThrow().path(property);
    }

    private Optional<? extends JsonNode> find(RowId row, String... properties) throws InterruptedException {
        EntitySet set = tables.set(row.entity());
        RowAddress key = RowAddress.ByKey.of(KEY_COLUMN, FerryKey.of(row).value());
        return target.lane()
                .reader()
                .row(
                        set,
                        key,
                        Stream.concat(Stream.of(set.idColumn()), Stream.of(properties))
                                .toList())
                .orThrow("read " + row);
    }

    private static RowTask task(EntityWrite write) {
        return new RowTask(merged(write, false), Optional.empty(), 0);
    }

    private static RowTask task(EntityWrite write, UUID guid, long targetVersion) {
        return new RowTask(merged(write, false), Optional.of(guid), targetVersion);
    }

    private static MergedWrite merged(EntityWrite write, boolean inDoubt) {
        QueuedWrite queued = new QueuedWrite(write, Writes.PARTITION, 0, inDoubt, Tries.NONE);
        return new MergedWrite(write, queued, List.of(), inDoubt);
    }

    private static UUID guid(RowResult result) {
        assertThat(result).isInstanceOf(RowResult.Done.class);
        return ((RowResult.Done) result).guid().orElseThrow();
    }

    private static Outcome.Effect effect(RowResult result) {
        assertThat(result).isInstanceOf(RowResult.Done.class);
        return ((RowResult.Done) result).effect();
    }
}
