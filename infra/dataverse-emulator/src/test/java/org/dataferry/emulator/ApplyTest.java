package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sums and counts by {@code $apply}. Source: Microsoft's page "Aggregate data using OData". */
final class ApplyTest {
    private static EmulatorFixture emulator;
    private static ApiClient client;

    @BeforeAll
    static void accountsInTwoCities() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        account("Alfa", 10, "Bern");
        account("Beta", 20, "bern");
        account("Gamma", 35, "Ulm");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static void account(String name, int employees, String city) {
        Answer answer = client.post(
                "accounts",
                "{\"name\":\"%s\",\"numberofemployees\":%d,\"address1_city\":\"%s\"}".formatted(name, employees, city));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private static JsonNode rows(String apply) {
        Answer answer = client.get("accounts?$apply=" + ApiClient.encode(apply));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("value");
    }

    @Test
    void aggregatesOverAllRows() {
        JsonNode row =
                rows("aggregate($count as n,numberofemployees with sum as total,numberofemployees with average as mean,"
                                + "numberofemployees with min as least,numberofemployees with max as most,"
                                + "address1_city with countdistinct as cities)")
                        .get(0);

        assertThat(row.path("n").asInt()).isEqualTo(3);
        assertThat(row.path("total").asInt()).isEqualTo(65);
        assertThat(row.path("mean").asInt()).isEqualTo(21);
        assertThat(row.path("least").asInt()).isEqualTo(10);
        assertThat(row.path("most").asInt()).isEqualTo(35);
        assertThat(row.path("cities").asInt()).as("case makes no difference").isEqualTo(2);
    }

    @Test
    void groupsAndSums() {
        JsonNode rows = rows("groupby((address1_city),aggregate(numberofemployees with sum as total))");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("address1_city").asText()).isEqualTo("Bern");
        assertThat(rows.get(0).path("total").asInt()).isEqualTo(30);
        assertThat(rows.get(1).path("total").asInt()).isEqualTo(35);
    }

    @Test
    void filtersBeforeItGroups() {
        JsonNode rows = rows("filter(numberofemployees gt 10)/groupby((address1_city),aggregate($count as n))");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("n").asInt()).isEqualTo(1);
    }

    @Test
    void groupsAloneAreTheDistinctValues() {
        assertThat(rows("groupby((address1_city))")).hasSize(2);
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(client.get("accounts?$apply=" + ApiClient.encode("aggregate(nope with sum as x)"))
                        .message())
                .contains("nope");
        assertThat(client.get("accounts?$apply=" + ApiClient.encode("aggregate(name with median as x)"))
                        .status())
                .isEqualTo(400);
        assertThat(client.get("accounts?$apply=" + ApiClient.encode("compute(1 as x)"))
                        .status())
                .isEqualTo(501);
    }
}
