package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.EmulatedTarget.ID_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.KEY_COLUMN;
import static org.dataferry.sink.testing.EmulatedTarget.ORDER;
import static org.dataferry.sink.testing.Writes.columns;
import static org.dataferry.sink.testing.Writes.link;
import static org.dataferry.sink.testing.Writes.patch;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.state;
import static org.dataferry.sink.testing.Writes.unlink;
import static org.dataferry.sink.testing.Writes.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Operation;
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
        sender = new BatchSender(target.lane(), tables, KEY_COLUMN, ID_COLUMN, ChangeRules.NONE, SinkFiles.none());
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

    @Test
    void patchesALookupByGuidAndByKeyAndMakesNoRow() throws InterruptedException {
        RowId parent = newRow(ORDER);
        UUID parentId = made(parent);
        RowId child = newRow(ORDER);
        UUID childId = made(child);
        RowId none = newRow(ORDER);
        LookupTarget named = new LookupTarget.ByGuid(parent, parentId);

        assertThat(effect(send(Action.UPDATE, task(patch(child, 2, "mig_parentid", named), childId, 1))))
                .isEqualTo(Outcome.Effect.UPDATED);
        assertThat(stored(child, "_mig_parentid_value").asText()).isEqualTo(parentId.toString());
        assertThat(effect(send(Action.PATCH, task(patch(child, 3, "mig_parentid", LookupTarget.NONE)))))
                .isEqualTo(Outcome.Effect.UPDATED);
        assertThat(stored(child, "_mig_parentid_value").isNull()).isTrue();
        assertThat(send(Action.PATCH, task(patch(none, 2, "mig_parentid", named))))
                .isEqualTo(new RowResult.Missing(none, Optional.empty()));
        assertThat(find(none)).isEmpty();
    }

    @Test
    void setsStateAndStatusAndMakesNoRow() throws InterruptedException {
        RowId order = newRow(ORDER);
        UUID id = made(order);
        RowId none = newRow(ORDER);

        List<RowResult> results =
                send(Action.PATCH, ORDER, task(state(order, 2, 1, -1), id, 1), task(state(none, 2, 1, 2)));

        assertThat(effect(results.get(0))).isEqualTo(Outcome.Effect.UPDATED);
        assertThat(results.get(1)).isEqualTo(new RowResult.Missing(none, Optional.empty()));
        assertThat(stored(order, "statecode").asInt()).isEqualTo(1);
        assertThat(stored(order, "statuscode").asInt()).isEqualTo(2);
        assertThat(effect(send(Action.PATCH, task(state(order, 3, 0, 1))))).isEqualTo(Outcome.Effect.UPDATED);
        assertThat(stored(order, "statecode").asInt()).isZero();
        assertThat(send(Action.PATCH, task(state(order, 4, 0, 2)))).isInstanceOf(RowResult.Refused.class);
    }

    @Test
    void namesTheOneOfItsLookupsThatIsMissing() throws InterruptedException {
        RowId account = newRow("account");
        UUID accountId = made(account);
        RowId gone = newRow("contact");
        UUID goneId = made(gone);
        delete("contact", goneId);
        RowId order = newRow(ORDER);

        assertThat(send(
                        Action.CREATE,
                        task(naming(
                                order,
                                1,
                                Map.of(
                                        "mig_accountid", new LookupTarget.ByGuid(account, accountId),
                                        "mig_payerid", new LookupTarget.ByGuid(gone, goneId))))))
                .isEqualTo(new RowResult.Missing(gone, Optional.of(goneId)));
        assertThat(send(
                        Action.RESOLVE,
                        doubted(naming(
                                order,
                                1,
                                Map.of(
                                        "mig_accountid", new LookupTarget.ByKey(account),
                                        "mig_payerid", new LookupTarget.ByKey(gone))))))
                .isEqualTo(new RowResult.Missing(gone, Optional.empty()));
        assertThat(find(order)).isEmpty();
    }

    @Test
    void setsTheChildrenOfAMissingRowApartWithoutHalving() throws InterruptedException {
        RowId gone = newRow("account");
        UUID goneId = made(gone);
        delete("account", goneId);
        RowId there = newRow("account");
        UUID thereId = made(there);
        RowTask[] orders = IntStream.range(0, 64)
                .mapToObj(number -> number % 4 == 0
                        ? new LookupTarget.ByGuid(gone, goneId)
                        : new LookupTarget.ByGuid(there, thereId))
                .map(account -> task(naming(newRow(ORDER), 1, Map.of("mig_accountid", account))))
                .toArray(RowTask[]::new);
        long before = target.requests();

        List<RowResult> results = send(Action.CREATE, ORDER, orders);

        for (int i = 0; i < orders.length; i++) {
            if (i % 4 == 0) {
                assertThat(results.get(i)).isEqualTo(new RowResult.Missing(gone, Optional.of(goneId)));
            } else {
                assertThat(effect(results.get(i))).isEqualTo(Outcome.Effect.CREATED);
            }
        }
        assertThat(target.requests() - before).isEqualTo(3);
    }

    @Test
    void tellsAMissingRowFromOneThatItNames() throws InterruptedException {
        RowId account = newRow("account");
        UUID accountId = made(account);
        RowId order = newRow(ORDER);
        UUID id = made(order);
        delete(ORDER, id);
        LookupTarget named = new LookupTarget.ByGuid(account, accountId);

        assertThat(send(Action.UPDATE, task(naming(order, 2, Map.of("mig_accountid", named)), id, 1)))
                .as("to be looked up by its key, and made again")
                .isInstanceOf(RowResult.Doubtful.class);
        assertThat(send(Action.UPDATE, task(patch(order, 2, "mig_accountid", named), id, 1)))
                .isEqualTo(new RowResult.Missing(order, Optional.of(id)));
    }

    @Test
    void doesNotDeleteARowThatOthersName() throws InterruptedException {
        RowId seller = newRow("account");
        UUID sellerId = made(seller);
        RowId free = newRow("account");
        UUID freeId = made(free);
        RowId order = newRow(ORDER);
        UUID id = guid(send(
                Action.CREATE,
                task(naming(order, 1, Map.of("mig_sellerid", new LookupTarget.ByGuid(seller, sellerId))))));

        List<RowResult> results = send(
                Action.DELETE,
                "account",
                task(Writes.delete(seller, 2), sellerId, 1),
                task(Writes.delete(free, 2), freeId, 1));

        assertThat(results.get(0)).isEqualTo(new RowResult.StillNamed());
        assertThat(effect(results.get(1))).isEqualTo(Outcome.Effect.DELETED);
        assertThat(send(Action.RESOLVE, doubted(Writes.delete(seller, 2)))).isEqualTo(new RowResult.StillNamed());
        send(Action.UPDATE, task(patch(order, 2, "mig_sellerid", LookupTarget.NONE), id, 1));
        assertThat(effect(send(Action.DELETE, task(Writes.delete(seller, 3), sellerId, 1))))
                .isEqualTo(Outcome.Effect.DELETED);
    }

    @Test
    void linksAndUnlinksRowsOnce() throws InterruptedException {
        RowId order = newRow(ORDER);
        UUID orderId = made(order);
        RowId contact = newRow("contact");
        made(contact);
        RowId.Link link = new RowId.Link("mig_Watchers", contact, order);
        LookupTarget from = new LookupTarget.ByKey(contact);
        LookupTarget to = new LookupTarget.ByGuid(order, orderId);

        assertThat(effect(send(Action.LINK, task(link(link, 1, from, to))))).isEqualTo(Outcome.Effect.LINKED);
        assertThat(linked(order, "mig_Watched")).isEqualTo(1);
        assertThat(send(Action.LINK, task(link(link, 1, from, to)))).isEqualTo(new RowResult.AlreadyDone());
        assertThat(effect(send(Action.LINK, doubted(link(link, 1, from, to))))).isEqualTo(Outcome.Effect.LINKED);
        assertThat(effect(send(Action.LINK, task(unlink(link, 2, from, to))))).isEqualTo(Outcome.Effect.UNLINKED);
        assertThat(linked(order, "mig_Watched")).isZero();
        assertThat(send(Action.LINK, task(unlink(link, 2, from, to)))).isEqualTo(new RowResult.AlreadyDone());
        assertThat(effect(send(Action.LINK, doubted(unlink(link, 2, from, to)))))
                .isEqualTo(Outcome.Effect.UNLINKED);
    }

    @Test
    void linksRowsOfOneTableInTheirDirection() throws InterruptedException {
        RowId one = newRow(ORDER);
        UUID oneId = made(one);
        RowId two = newRow(ORDER);
        UUID twoId = made(two);
        LookupTarget from = new LookupTarget.ByGuid(one, oneId);
        LookupTarget to = new LookupTarget.ByGuid(two, twoId);

        send(Action.LINK, task(link(new RowId.Link("mig_Similar", one, two), 1, from, to)));

        assertThat(linked(one, "mig_SimilarTo")).isEqualTo(1);
        assertThat(linked(one, "mig_SimilarOf")).isZero();
        assertThat(linked(two, "mig_SimilarOf")).isEqualTo(1);
    }

    @Test
    void waitsForTheEndOfALinkThatIsMissingButHasNothingToUnlink() throws InterruptedException {
        RowId order = newRow(ORDER);
        LookupTarget from = new LookupTarget.ByGuid(order, made(order));
        RowId gone = newRow("contact");
        UUID goneId = made(gone);
        delete("contact", goneId);
        RowId.Link link = new RowId.Link("mig_Watchers", order, gone);
        LookupTarget byGuid = new LookupTarget.ByGuid(gone, goneId);
        LookupTarget byKey = new LookupTarget.ByKey(gone);

        assertThat(send(Action.LINK, task(link(link, 1, from, byGuid))))
                .isEqualTo(new RowResult.Missing(gone, Optional.of(goneId)));
        assertThat(send(Action.LINK, task(link(link, 1, from, byKey))))
                .isEqualTo(new RowResult.Missing(gone, Optional.empty()));
        assertThat(send(Action.LINK, task(unlink(link, 2, from, byGuid)))).isEqualTo(new RowResult.AlreadyDone());
        assertThat(send(Action.LINK, task(unlink(link, 2, from, byKey)))).isEqualTo(new RowResult.AlreadyDone());
    }

    @Test
    void readsWhatIsAboutToBeOverwritten() throws InterruptedException {
        RowId contact = newRow("contact");
        UUID contactId = made(contact);
        RowId order = newRow(ORDER);
        Map<String, LookupTarget> lookups = Map.of("mig_payerid", new LookupTarget.ByGuid(contact, contactId));
        UUID id = guid(send(Action.CREATE, task(naming(order, 1, lookups))));
        RowId none = newRow(ORDER);

        List<RowResult> results = send(
                Action.READ_OLD,
                ORDER,
                task(naming(order, 2, Map.of("mig_payerid", LookupTarget.NONE)), id, 0),
                task(state(none, 2, 1, 2), UUID.randomUUID(), 0));

        assertThat(results.get(0))
                .isEqualTo(new RowResult.OldValues(
                        Optional.of(id),
                        Map.of(
                                "mig_name", "\"naming\"",
                                "_mig_payerid_value", "\"" + contactId + "\"",
                                "_mig_payerid_value@Microsoft.Dynamics.CRM.lookuplogicalname", "\"contact\"")));
        assertThat(results.get(1)).isEqualTo(new RowResult.OldValues(Optional.empty(), Map.of()));
        assertThat(oldValues(send(Action.READ_OLD, task(state(order, 2, 1, 2)))))
                .isEqualTo(Map.of("statecode", "0", "statuscode", "1"));
    }

    @Test
    void readsAllThatCanBeReadOfARowToBeDeleted() throws InterruptedException {
        RowId order = newRow(ORDER);
        UUID id = made(order);

        assertThat(oldValues(send(Action.READ_OLD, task(Writes.delete(order, 2), id, 0))))
                .containsEntry("mig_name", "\"made\"")
                .containsEntry("mig_freight", "null")
                .containsEntry("_mig_accountid_value", "null")
                .containsKeys("statecode", "_ownerid_value", KEY_COLUMN);
    }

    private static Map<String, String> oldValues(RowResult result) {
        return ((RowResult.OldValues) result).columns();
    }

    private long linked(RowId row, String collection) throws InterruptedException {
        RowAddress key = RowAddress.ByKey.of(KEY_COLUMN, FerryKey.of(row).value());
        String path = key.url(tables.set(row.entity())) + "/" + collection;
        return target.lane()
                .client()
                .send(DataverseRequest.get(Operation.READ, path))
                .orThrow("read " + path)
                .json()
                .path("value")
                .size();
    }

    private void delete(String entity, UUID id) throws InterruptedException {
        target.lane()
                .writer()
                .delete(tables.set(entity), new RowAddress.ById(id))
                .orThrow("delete " + id);
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

    private static RowTask doubted(EntityWrite write) {
        return new RowTask(merged(write, true), Optional.empty(), 0);
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
