package org.dataferry.control.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataferry.control.projection.ToldLedger.guid;
import static org.dataferry.control.projection.ToldLedger.key;
import static org.dataferry.control.projection.ToldLedger.row;
import static org.dataferry.control.projection.ToldLedger.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.projection.Hash;
import org.dataferry.control.projection.LedgerAwayException;
import org.dataferry.control.projection.LedgerReaders;
import org.dataferry.control.projection.ToldLedger;
import org.dataferry.control.story.RowsWanted.Standing;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.Test;

/** What the ledger in a real PostgreSQL tells of rows to which known things have happened, and to whom. */
final class RecordsIT {

    private static final MigrationTopics TOPICS = new MigrationTopics(ToldLedger.MIGRATION, 1, 1);
    private static final Outcome CREATED = new Outcome.Applied(Outcome.Effect.CREATED);

    /** The keys of people are their addresses for mail; accounts hold nothing personal. */
    private static final PersonalData PERSONAL = new PersonalData(
            Map.of("contact", Set.of("lastname")),
            Set.of("public.people"),
            Set.of(),
            Set.of("contact"),
            Map.of(
                    "contact",
                    new PersonalData.Mapped(Set.of("public.people"), Set.of(), Set.of("lastname", "jobtitle")),
                    "account",
                    new PersonalData.Mapped(Set.of("public.customers"), Set.of(), Set.of("name", "primarycontactid"))));

    private static final RowId.OfSource ALFKI = row("account", "customers", "ALFKI");
    private static final RowId.OfSource ANN = row("contact", "people", "ann@example.org");

    private final ToldLedger ledger = new ToldLedger();

    RecordsIT() throws Exception {}

    @Test
    void findsARowByAllThatPeopleHaveAtHand() throws Exception {
        present(ALFKI, "Alfreds");
        present(row("account", "customers", "BONAP"), "Bon app'");
        ledger.write();
        Records records = records(50);

        for (String text : List.of(
                "ALFKI",
                key("ALFKI").text(),
                guid(ALFKI).toString(),
                ALFKI.text(),
                Hash.of(ALFKI.text()).toString(),
                "account of public.customers ALFKI")) {
            assertThat(rowIds(records.search(text, Optional.empty(), seeing())))
                    .as(text)
                    .containsExactly(ALFKI.text());
        }
        assertThat(rowIds(records.search("ALFKI", Optional.of("contact"), seeing())))
                .isEmpty();
        assertThat(rowIds(records.search("alfki", Optional.empty(), seeing()))).isEmpty();
        assertThat(rowIds(records.searchValue("account", "name", "Bon app'", seeing())))
                .containsExactly(row("account", "customers", "BONAP").text());
        assertThat(rowIds(records.searchValue("account", "name", "Bon", seeing())))
                .isEmpty();
    }

    @Test
    void tellsNobodyWhoMayNotSeeItThatAKeyOrValueIsThere() throws Exception {
        present(ANN, "Lee");
        ledger.write();
        Records records = records(50);
        Sight masking = new Sight(PERSONAL, false);

        assertThat(rowIds(records.search("ann@example.org", Optional.empty(), masking)))
                .isEmpty();
        assertThat(rowIds(records.search(ANN.text(), Optional.empty(), masking)))
                .isEmpty();
        assertThatThrownBy(() -> records.searchValue("contact", "lastname", "Lee", masking))
                .isInstanceOf(Records.HiddenException.class)
                .hasMessageContaining("lastname");
        JsonNode byGuid = records.search(guid(ANN).toString(), Optional.empty(), masking);
        assertThat(byGuid.at("/records/0/plainRow").asText()).isEqualTo("contact of public.people (masked)");
        assertThat(byGuid.toString()).doesNotContain("ann@", "Lee");
        assertThat(masking.hasShown()).isFalse();

        Sight seeing = seeing();
        assertThat(rowIds(records.search("ann@example.org", Optional.empty(), seeing)))
                .containsExactly(ANN.text());
        assertThat(seeing.hasShown()).isTrue();
    }

    @Test
    void masksValuesKeysAndWhatErrorsQuoteInAStory() throws Exception {
        WriteId first = ledger.changed(ANN, 1, "I");
        ledger.sent(upsert(first, 1, Map.of("lastname", Value.text("Lee"), "jobtitle", Value.text("Dr")), Map.of()));
        ledger.said(first, 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "lastname: 'Lee' is too long"));
        ledger.write();

        JsonNode masked = story(ANN, new Sight(PERSONAL, false));

        assertThat(masked.toString()).doesNotContain("Lee", "ann@").contains("\"Dr\"");
        assertThat(masked.at("/record/error/reason").asText()).isEqualTo("VALUE_TOO_LONG");
        assertThat(masked.at("/record/error/detail").asText()).isEqualTo("(masked)");
        assertThat(story(ANN, seeing()).toString()).contains("'Lee' is too long", "ann@example.org");
    }

    @Test
    void saysOfWhichRowsItHasShownKeys() throws Exception {
        RowId.OfSource ben = row("contact", "people", "ben@example.org");
        ledger.said(ledger.changed(ALFKI, 1, "I"), 1, new Outcome.Parked(ANN));
        WriteId write = ledger.changed(row("account", "customers", "BONAP"), 2, "I");
        ledger.sent(upsert(
                write, 1, Map.of("name", Value.text("Bon")), Map.of("primarycontactid", new LookupTarget.ByKey(ben))));
        ledger.said(write, 1, CREATED);
        ledger.write();
        Sight seeing = seeing();
        Sight masking = new Sight(PERSONAL, false);

        for (Sight sight : List.of(seeing, masking)) {
            story(ALFKI, sight);
            story(row("account", "customers", "BONAP"), sight);
        }

        assertThat(seeing.shownRows())
                .as("one is waited for, and a lookup names the other")
                .isEqualTo(Map.of(
                        Hash.of(ANN.text()).toString(), "contact",
                        Hash.of(ben.text()).toString(), "contact"));
        assertThat(masking.shownRows()).isEmpty();
    }

    @Test
    void masksHowRowsOfSeveralEntitiesWereChosen() throws Exception {
        ledger.decided(new ReplayEvent.Requested(
                "r1", "account, contact", 2, "--key 'Ann Lee'", false, "otto", "again", ledger.now()));
        WriteId again = ledger.replayed(ALFKI, "r1");
        ledger.sent(upsert(again, 1, Map.of("name", Value.text("Alfreds")), Map.of()));
        ledger.write();

        assertThat(story(ALFKI, new Sight(PERSONAL, false))
                        .at("/events/0/detail")
                        .asText())
                .isEqualTo("(masked)");
        assertThat(story(ALFKI, seeing()).at("/events/0/detail").asText()).isEqualTo("--key 'Ann Lee'");
    }

    @Test
    void masksWhatTheMappingDoesNotKnowAnyMore() throws Exception {
        RowId.OfSource gone = row("ferry_visit", "visits", "ann@example.org");
        WriteId write = ledger.changed(ANN, 1, "I");
        ledger.sent(upsert(write, 1, Map.of("oldname", Value.text("Lee"), "jobtitle", Value.text("Dr")), Map.of()));
        ledger.said(write, 1, CREATED);
        WriteId visit = ledger.changed(gone, 2, "I");
        ledger.sent(upsert(visit, 1, Map.of("ferry_name", Value.text("Lee")), Map.of()));
        ledger.said(visit, 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "'Lee' is too long"));
        ledger.write();

        assertThat(story(ANN, new Sight(PERSONAL, false)).toString())
                .doesNotContain("Lee")
                .contains("\"Dr\"");
        assertThat(story(gone, new Sight(PERSONAL, false)).toString()).doesNotContain("Lee", "ann@");
        assertThat(story(ANN, seeing()).toString()).contains("Lee");
    }

    @Test
    void pagesThroughRejectedRowsByReason() throws Exception {
        for (int i = 0; i < 5; i++) {
            refused(row("account", "customers", "LONG" + i), RejectionReason.VALUE_TOO_LONG);
        }
        refused(row("account", "customers", "LOST"), RejectionReason.ROW_LOST);
        ledger.write();
        Records records = records(2);

        List<String> seen = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        int pages = 0;
        do {
            JsonNode page = records.rows(
                    new RowsWanted(
                            "account", Standing.REJECTED, Optional.of("VALUE_TOO_LONG"), Optional.empty(), after),
                    seeing());
            assertThat(page.path("total").asInt()).isEqualTo(5);
            assertThat(page.path("isTotalExact").asBoolean()).isTrue();
            seen.addAll(rowIds(page));
            after = RowSearch.uuid(page.path("next").asText());
            pages++;
        } while (after.isPresent());

        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(5).doesNotHaveDuplicates().noneMatch(row -> row.contains("LOST"));
        assertThat(records.rows(
                                new RowsWanted(
                                        "account",
                                        Standing.REJECTED,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                seeing())
                        .path("total")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void rowsWithoutAnIndexAreLookedForALittleAtATimeAndNotCounted() throws Exception {
        Outcome created = new Outcome.Applied(Outcome.Effect.CREATED);
        for (int i = 0; i < 5; i++) {
            RowId.OfSource account = row("account", "customers", "DONE" + i);
            ledger.said(ledger.changed(account, i, "I"), 1, created);
            refused(row("contact", "people", "P" + i), RejectionReason.ROW_LOST);
        }
        ledger.write();
        Records records = records(ledger.database(), TOPICS, 50, 2);

        List<String> seen = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        int pages = 0;
        do {
            JsonNode page = records.rows(
                    new RowsWanted("account", Standing.SUCCESS, Optional.empty(), Optional.empty(), after), seeing());
            assertThat(page.path("total").isNull()).isTrue();
            assertThat(page.path("records").size()).isLessThanOrEqualTo(2);
            seen.addAll(rowIds(page));
            after = RowSearch.uuid(page.path("next").asText());
            pages++;
        } while (after.isPresent());

        assertThat(pages).isGreaterThanOrEqualTo(5);
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void namesTheRowThatAParkedRowWaitsForInTheEnd() throws Exception {
        RowId.OfSource bad = row("account", "customers", "BAD");
        RowId.OfSource middle = row("account", "customers", "MIDDLE");
        refused(bad, RejectionReason.VALUE_TOO_LONG);
        ledger.said(ledger.changed(middle, 2, "I"), 1, new Outcome.Parked(bad));
        ledger.said(ledger.changed(ALFKI, 3, "I"), 1, new Outcome.Parked(middle));
        ledger.write();

        JsonNode parked = records(50)
                .rows(
                        new RowsWanted(
                                "account", Standing.PARKED, Optional.empty(), Optional.empty(), Optional.empty()),
                        seeing());

        assertThat(parked.path("total").asInt()).isEqualTo(2);
        JsonNode alfki = record(parked, ALFKI);
        assertThat(alfki.path("waitsFor").findValuesAsText("rowId")).containsExactly(middle.text(), bad.text());
        assertThat(alfki.at("/waitsFor/1/reason").asText()).isEqualTo("VALUE_TOO_LONG");
        assertThat(story(bad, seeing()).at("/held/rows").asInt()).isEqualTo(1);
        assertThat(story(bad, seeing()).at("/held/first/0/rowId").asText()).isEqualTo(middle.text());
    }

    @Test
    void endsWhereRowsWaitForEachOther() throws Exception {
        RowId.OfSource other = row("account", "customers", "OTHER");
        ledger.said(ledger.changed(ALFKI, 1, "I"), 1, new Outcome.Parked(other));
        ledger.said(ledger.changed(other, 2, "I"), 1, new Outcome.Parked(ALFKI));
        ledger.write();

        assertThat(story(ALFKI, seeing()).at("/record/waitsFor").size()).isEqualTo(50);
    }

    @Test
    void tellsAStoryInItsOrder() throws Exception {
        WriteId first = ledger.changed(ALFKI, 1, "I");
        ledger.sent(upsert(
                first,
                1,
                Map.of("name", Value.text("Alfreds"), "creditlimit", Value.decimal("5.50")),
                Map.of("parentaccountid", new LookupTarget.ByKey(row("account", "customers", "BONAP")))));
        ledger.said(first, 1, new Outcome.Rejected(RejectionReason.PERMISSION_MISSING, "prvWriteAccount"));
        ledger.decided(new ReplayEvent.Requested(
                "r1", "account", 1, "rejected", false, "otto", "the role has the privilege now", ledger.now()));
        WriteId again = ledger.replayed(ALFKI, "r1");
        ledger.sent(
                upsert(again, 2, Map.of("name", Value.text("Alfred"), "creditlimit", Value.decimal("5.50")), Map.of()));
        ledger.said(again, 2, CREATED);
        ledger.present(ALFKI, 2, Identity.Origin.CREATED_BY_FERRY);
        ledger.write();

        JsonNode story = story(ALFKI, seeing());

        assertThat(story.path("events").findValuesAsText("event"))
                .containsExactly("CHANGE", "WRITE", "OUTCOME", "DECISION", "WRITE", "OUTCOME");
        assertThat(story.at("/record/processing").asText()).isEqualTo("success");
        assertThat(story.at("/events/0/position").asText())
                .isEqualTo(story.at("/events/1/position").asText())
                .isNotEmpty();
        assertThat(story.at("/events/2/remedy").asText()).contains("privilege");
        assertThat(story.at("/events/3/who").asText()).isEqualTo("otto");
        assertThat(story.at("/events/3/why").asText()).isEqualTo("the role has the privilege now");
        assertThat(story.at("/events/4/replayId").asText()).isEqualTo("r1");
        assertThat(story.at("/events/4/mappingVersion").asText()).isEqualTo("m2");
        assertThat(column(story.at("/events/4"), "creditlimit")
                        .path("value")
                        .decimalValue()
                        .toPlainString())
                .isEqualTo("5.5");
        assertThat(story.at("/events/5/reason").asText()).isEqualTo("CREATED");
    }

    @Test
    void saysWhatChangedBetweenTwoVersions() throws Exception {
        WriteId first = ledger.changed(ALFKI, 1, "I");
        ledger.sent(upsert(first, 1, Map.of("name", Value.text("Alfreds"), "fax", Value.text("1")), Map.of()));
        ledger.said(first, 1, CREATED);
        WriteId second = ledger.changed(ALFKI, 2, "U");
        ledger.sent(upsert(second, 2, Map.of("name", Value.text("Alfred"), "fax", Value.text("1")), Map.of()));
        ledger.write();

        JsonNode write = story(ALFKI, seeing()).at("/events/4");

        assertThat(write.path("comparedWith").asInt()).isEqualTo(1);
        assertThat(column(write, "name").path("changed").asBoolean()).isTrue();
        assertThat(column(write, "name").path("before").asText()).isEqualTo("Alfreds");
        assertThat(column(write, "fax").path("changed").asBoolean()).isFalse();
    }

    @Test
    void readsNoMoreImagesThanItTellsVersionsOf() throws Exception {
        for (int version = 1; version <= 5; version++) {
            WriteId write = ledger.changed(ALFKI, version, version == 1 ? "I" : "U");
            ledger.sent(upsert(write, version, Map.of("name", Value.text("Alfreds " + version)), Map.of()));
        }
        ledger.write();
        RecordLimits limits = limits(50, 2);

        RowStory story = new LedgerReaders(ledger.database(), TOPICS, limits)
                .read(connection -> StoryReader.read(connection, Hash.of(ALFKI.text()), limits, seeing()))
                .orElseThrow();

        assertThat(story.writes()).hasSize(2);
        assertThat(story.images().keySet()).containsExactly(3L, 4L, 5L);
        assertThat(story(ALFKI, seeing()).path("events")).hasSize(10);
    }

    @Test
    void namesOnlyThePausesThatTheRowWaitedIn() throws Exception {
        ledger.decided(paused(Optional.of("account"), "before it came"));
        ledger.decided(resumed(Optional.of("account")));
        WriteId write = ledger.changed(ALFKI, 1, "I");
        ledger.decided(paused(Optional.of("contact"), "of another entity"));
        ledger.decided(paused(Optional.of("account"), "while it waited"));
        ledger.decided(resumed(Optional.empty()));
        ledger.said(write, 1, CREATED);
        ledger.decided(paused(Optional.empty(), "when it was done"));
        ledger.write();

        JsonNode story = story(ALFKI, seeing());

        assertThat(story.path("events").findValuesAsText("why")).containsExactly("while it waited", "on we go");
    }

    @Test
    void tellsWhoWaivedARowAndWhoTookItBack() throws Exception {
        RowId.OfSource waits = row("account", "customers", "WAITS");
        WriteId refused = ledger.changed(ALFKI, 1, "I");
        ledger.said(refused, 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name"));
        WriteId parked = ledger.changed(waits, 2, "I");
        ledger.said(parked, 1, new Outcome.Parked(ALFKI));
        ledger.waived(waived("w1", "--key ALFKI", refused));
        ledger.waived(waived("w2", "--all-parked", parked));
        ledger.waived(new WaiverEvent.Withdrawn("w2", 1, "anna", "they come after all", ledger.now()));
        ledger.write();

        JsonNode story = story(ALFKI, seeing());
        assertThat(story.path("events").findValuesAsText("what")).containsExactly("WAIVED");
        assertThat(story.at("/events/3/who").asText()).isEqualTo("otto");
        assertThat(story.at("/events/3/waiverId").asText()).isEqualTo("w1");
        assertThat(story.at("/events/3/detail").asText()).isEqualTo("--key ALFKI");
        JsonNode refusedRow = list(Standing.REJECTED).at("/records/0/waived");
        assertThat(refusedRow.path("who").asText()).isEqualTo("otto");
        assertThat(refusedRow.path("why").asText()).isEqualTo("test data");
        assertThat(story(waits, seeing()).path("events").findValuesAsText("what"))
                .containsExactly("WAIVED", "WAIVER_WITHDRAWN");
        assertThat(list(Standing.PARKED).at("/records/0/waived").isNull())
                .as("it was taken back")
                .isTrue();
    }

    private WaiverEvent waived(String id, String chosen, WriteId write) {
        return new WaiverEvent.Waived(
                id, "account", 1, chosen, 1, 1, List.of(write), 1, "otto", "test data", ledger.now());
    }

    private JsonNode list(Standing standing) {
        return records(50)
                .rows(
                        new RowsWanted("account", standing, Optional.empty(), Optional.empty(), Optional.empty()),
                        seeing());
    }

    @Test
    void aPauseOfWhatIsPausedEndsWithIt() throws Exception {
        ledger.decided(paused(Optional.of("account"), "first"));
        WriteId waited = ledger.changed(ALFKI, 1, "I");
        ledger.decided(paused(Optional.of("account"), "second"));
        ledger.decided(resumed(Optional.of("account")));
        ledger.said(waited, 1, CREATED);
        RowId.OfSource later = row("account", "customers", "LATER");
        ledger.said(ledger.changed(later, 2, "I"), 1, CREATED);
        ledger.write();

        assertThat(story(ALFKI, seeing()).path("events").findValuesAsText("why"))
                .containsExactly("first", "second", "on we go");
        assertThat(story(later, seeing()).path("events").findValuesAsText("why"))
                .isEmpty();
    }

    @Test
    void saysThatTheLedgerIsAway() throws Exception {
        Endpoints.Database nowhere =
                new Endpoints.Database("jdbc:postgresql://127.0.0.1:1/ledger", "nobody", new Secret("x"), true);
        ledger.write();

        assertThatThrownBy(() -> records(nowhere, TOPICS, 50).search("ALFKI", Optional.empty(), seeing()))
                .isInstanceOf(LedgerAwayException.class)
                .hasMessageContaining("cannot be asked");
        assertThatThrownBy(() -> records(ledger.database(), new MigrationTopics("other", 1, 1), 50)
                        .search("ALFKI", Optional.empty(), seeing()))
                .isInstanceOf(LedgerAwayException.class)
                .hasMessageContaining("no ledger of this run");
        assertThat(records(50).story(Hash.of("nobody"), seeing())).isEmpty();
    }

    private void present(RowId.OfSource row, String name) {
        WriteId write = ledger.changed(row, 1, "I");
        ledger.sent(upsert(write, 1, Map.of("name", Value.text(name), "lastname", Value.text(name)), Map.of()));
        ledger.said(write, 1, CREATED);
        ledger.present(row, 1, Identity.Origin.CREATED_BY_FERRY);
    }

    private void refused(RowId.OfSource row, RejectionReason reason) {
        ledger.said(ledger.changed(row, 1, "I"), 1, new Outcome.Rejected(reason, "name"));
    }

    private SinkSteering paused(Optional<String> entity, String why) {
        return new SinkSteering.Paused(entity, 1, "otto", why, ledger.now());
    }

    private SinkSteering resumed(Optional<String> entity) {
        return new SinkSteering.Resumed(entity, 1, "otto", "on we go", ledger.now());
    }

    private JsonNode story(RowId row, Sight sight) {
        return records(50).story(Hash.of(row.text()), sight).orElseThrow();
    }

    private static Sight seeing() {
        return new Sight(PERSONAL, true);
    }

    private Records records(int results) {
        return records(ledger.database(), TOPICS, results);
    }

    private static Records records(Endpoints.Database database, MigrationTopics topics, int results) {
        return records(database, topics, results, 20_000);
    }

    /** No log is asked: the ledger has all images of these stories. */
    private static Records records(
            Endpoints.Database database, MigrationTopics topics, int results, int mostLookedThrough) {
        RecordLimits limits = limits(results, RecordLimits.defaults().versions());
        return new Records(
                new LedgerReaders(database, topics, limits),
                new WriteLog(topics, new ConfluentAvro(new InMemorySchemaRegistry()), new Properties(), 1),
                limits,
                mostLookedThrough);
    }

    private static RecordLimits limits(int results, int versions) {
        RecordLimits defaults = RecordLimits.defaults();
        return new RecordLimits(
                defaults.readers(), defaults.statementTimeout(), results, versions, 0, defaults.readBackTimeout());
    }

    private static JsonNode record(JsonNode answer, RowId row) {
        for (JsonNode one : answer.path("records")) {
            if (one.path("rowId").asText().equals(row.text())) {
                return one;
            }
        }
        throw new AssertionError("no " + row + " in " + answer);
    }

    private static JsonNode column(JsonNode write, String name) {
        for (JsonNode one : write.path("columns")) {
            if (one.path("column").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError("no column " + name + " in " + write);
    }

    private static List<String> rowIds(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("records").forEach(record -> ids.add(record.path("rowId").asText()));
        return ids;
    }
}
