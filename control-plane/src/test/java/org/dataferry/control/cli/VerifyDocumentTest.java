package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.control.verify.Difference;
import org.dataferry.control.verify.EntityCount;
import org.dataferry.control.verify.VerifyReport;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

class VerifyDocumentTest {

    private static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");
    private static final SourceTable LINES = new SourceTable("erp", "public", "lines");
    private static final String SUM = "0123456789abcdef0123456789abcdef";
    private static final UUID ID = new UUID(1, 2);

    private static final EntityCount EQUAL =
            new EntityCount("account", 3, 4, 3, 0, 0, 0, 0, 2, 1, 0, 0, SUM, SUM, 16, 0);
    private static final EntityCount DIFFERENT =
            new EntityCount("ferry_line", 9, 9, 6, 2, 1, 1, 1, 0, 0, 0, 0, SUM, SUM, 16, 4);

    @Test
    void followsItsSchema() {
        Published.assertFollows(
                "verify",
                document(new VerifyReport(false, List.of(EQUAL), List.of(), 0)).json());
        Published.assertFollows(
                "verify",
                document(new VerifyReport(
                                true, List.of(EQUAL, DIFFERENT), List.of(mismatched(10_248), somebodyElses()), 2))
                        .json());
    }

    @Test
    void namesARowByTableAndKeyAndWhatALookupNamesAlike() {
        VerifyReport report = new VerifyReport(false, List.of(DIFFERENT), List.of(mismatched(10_248)), 0);

        assertThat(document(report).json().at("/verdict").asText()).isEqualTo("different");
        assertThat(document(report).json().at("/differences/0/key").asText()).isEqualTo("10248,42");
        assertThat(document(report).json().at("/differences/0/fields/1/source").asText())
                .isEqualTo("account of public.customers ALFKI");
        assertThat(document(report).text())
                .contains(
                        "of public.lines 10248,42",
                        "ferry_amount: source '3', target null",
                        "ferry_customerid: source 'account of public.customers ALFKI', target 'account of public.customers BERGS'",
                        "log: REJECTED at 2026-01-01T00:00:00Z: VALUE_TOO_LONG",
                        "verdict: different");
    }

    @Test
    void saysWhatIsNoDifferenceAndStillNotEqual() {
        String text =
                document(new VerifyReport(false, List.of(EQUAL), List.of(), 0)).text();

        assertThat(text)
                .contains("account: 2 source rows left out by the filter", "account: 1 row of the target left")
                .endsWith("verdict: matched");
    }

    @Test
    void showsTwentyDifferencesAndSaysHowManyThereAre() {
        List<Difference> many =
                IntStream.range(0, 30).mapToObj(VerifyDocumentTest::mismatched).toList();

        assertThat(document(new VerifyReport(false, List.of(DIFFERENT), many, 70))
                        .text())
                .contains("public.lines 19,42", "and 80 more differences")
                .doesNotContain("public.lines 20,42");
    }

    @Test
    void countsMissingRowsByWhatTheLogHasAndListsAllByTheirKeys() {
        VerifyReport report =
                new VerifyReport(false, List.of(DIFFERENT), List.of(parked(10), parked(2), mismatched(1)), 0);

        assertThat(document(report).text())
                .contains("ferry_line: 2 missing, which the log has as parked\n")
                .containsSubsequence("public.lines 1,42", "public.lines 2,42", "public.lines 10,42");
    }

    @Test
    void saysOfWhichSourceATableIsWhereThereAreSeveral() {
        VerifyReport report = new VerifyReport(false, List.of(DIFFERENT), List.of(mismatched(1)), 0);
        VerifyDocument document = new VerifyDocument(report, new TableNames(List.of("erp", "crm")));

        assertThat(document.json().at("/differences/0/table").asText()).isEqualTo("erp/public.lines");
        assertThat(document.text())
                .contains(
                        "of erp/public.lines 1,42", "ferry_customerid: source 'account of erp/public.customers ALFKI'");
    }

    private static VerifyDocument document(VerifyReport report) {
        return new VerifyDocument(report, TableNames.of("erp"));
    }

    private static Difference parked(long order) {
        SourceKey key = SourceKey.of(Value.whole(order), Value.whole(42));
        return new Difference(
                "ferry_line",
                Difference.Kind.MISSING,
                Optional.of(new RowId.OfSource("ferry_line", LINES, key)),
                Optional.of(new Difference.Origin(LINES, key)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of("PARKED at 2026-01-01T00:00:00Z, waits for account of public.customers ALFKI"));
    }

    private static Difference mismatched(long order) {
        SourceKey key = SourceKey.of(Value.whole(order), Value.whole(42));
        return new Difference(
                "ferry_line",
                Difference.Kind.MISMATCHED,
                Optional.of(new RowId.OfSource("ferry_line", LINES, key)),
                Optional.of(new Difference.Origin(LINES, key)),
                Optional.of(ID),
                List.of(
                        new Difference.Field("ferry_amount", Optional.of("3"), Optional.empty()),
                        new Difference.Field("ferry_customerid", customer("ALFKI"), customer("BERGS"))),
                Optional.empty(),
                Optional.of("REJECTED at 2026-01-01T00:00:00Z: VALUE_TOO_LONG, 300 characters"));
    }

    private static Optional<String> customer(String key) {
        return Optional.of(new RowId.OfSource("account", CUSTOMERS, SourceKey.of(Value.text(key))).text());
    }

    private static Difference somebodyElses() {
        return new Difference(
                "account",
                Difference.Kind.UNEXPECTED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(ID),
                List.of(),
                Optional.of("it has no Ferry key, so somebody else has made it"),
                Optional.empty());
    }
}
