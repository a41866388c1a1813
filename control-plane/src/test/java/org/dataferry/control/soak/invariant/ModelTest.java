package org.dataferry.control.soak.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.control.soak.invariant.TargetContent.Ends;
import org.dataferry.control.soak.invariant.TargetContent.TargetRow;
import org.dataferry.control.soak.scenario.Scenario;
import org.junit.jupiter.api.Test;

/** The comparison of the target with the model finds each kind of difference, and lets wait what has to. */
class ModelTest {

    private static final Scenario SCENARIO = Scenario.ofInstances();
    private static final SoakLog SILENT =
            new SoakLog(Set.of(), Map.of(), Set.of(), Set.of(), Map.of(), Map.of(), Set.of(), Map.of(), Map.of());

    /** Customer 1 watches order 5, which is his; order 6 names a customer that is not there. */
    private final SourceModel model = SourceModel.of(
            SCENARIO,
            Map.of(
                    "customers", List.of(source("1", "name", "one")),
                    "orders", List.of(source("5", "customer_a", "1"), source("6", "customer_a", "404")),
                    "order_watchers", List.of(Map.of("first_id", "1", "second_id", "5", "reason", "buys"))),
            (table, key) -> false);

    private final Map<String, TargetRow> customers = new HashMap<>(Map.of("1|customers|", target("c1", "one")));
    private final Map<String, TargetRow> orders = new HashMap<>(Map.of("5|orders|", order("o5", "c1")));
    private List<Ends> links = List.of(new Ends("c1", "o5"));

    @Test
    void holdsWhereTheTargetIsAsItShouldBe() {
        assertThat(rows()).isEmpty();
        assertThat(links()).isEmpty();
    }

    @Test
    void findsAMissingRow() {
        customers.clear();

        assertThat(rows()).anyMatch(found -> found.contains("ferry_soakcustomer 1|customers| is missing"));
    }

    @Test
    void findsAWrongValue() {
        customers.put("1|customers|", target("c1", "two"));

        assertThat(rows()).hasSize(1).allMatch(found -> found.contains("ferry_name=one, not two"));
    }

    @Test
    void findsARowTooMany() {
        customers.put("2|customers|", target("c2", "two"));

        assertThat(rows()).hasSize(1).allMatch(found -> found.contains("2|customers| is not in the source"));
    }

    @Test
    void findsALookupOfAnotherRow() {
        orders.put("5|orders|", order("o5", "c2"));

        assertThat(rows()).hasSize(1).allMatch(found -> found.contains("not c2"));
    }

    @Test
    void findsALostLink() {
        links = List.of();

        assertThat(links()).hasSize(1).allMatch(found -> found.contains("[1|customers|, 5|orders|] is missing"));
    }

    @Test
    void findsALinkTooMany() {
        orders.put("6|orders|", order("o6", "null"));
        links = List.of(new Ends("c1", "o5"), new Ends("c1", "o6"));

        assertThat(links()).hasSize(1).allMatch(found -> found.contains("is not in the source"));
    }

    private List<String> rows() {
        return new TargetEqualsModel(SCENARIO, model, content(), SILENT).violations();
    }

    private List<String> links() {
        return new LinksEqualModel(SCENARIO, model, content(), SILENT).violations();
    }

    private TargetContent content() {
        return new TargetContent(
                Map.of("ferry_soakcustomer", customers, "ferry_soakorder", orders),
                Map.of("ferry_soakwatcher", links),
                List.of());
    }

    private static Map<String, String> source(String key, String column, String value) {
        Map<String, String> row = new HashMap<>(Map.of("id", key, "name", "x", "kind", "0", "closed", "f"));
        row.put(column, value);
        return row;
    }

    private static TargetRow target(String id, String name) {
        return new TargetRow(id, values(name));
    }

    private static TargetRow order(String id, String customer) {
        Map<String, String> values = values("x");
        values.put("_ferry_customerid_value", customer);
        return new TargetRow(id, values);
    }

    private static Map<String, String> values(String name) {
        return new HashMap<>(Map.of(
                "ferry_name",
                name,
                "ferry_note",
                "null",
                "ferry_amount",
                "null",
                "ferry_day",
                "null",
                "statecode",
                "0",
                "_ferry_parentid_value",
                "null"));
    }
}
