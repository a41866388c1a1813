package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a row is named in a URL, and how texts are compared in keys and filters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyAddressTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing");
        client.createColumn("mig_thing", "Integer", "mig_Whole", "");
        client.createColumn("mig_thing", "Decimal", "mig_Decimal", ",\"Precision\":2");
        client.createColumn("mig_thing", "DateTime", "mig_Moment", "");
        client.createColumn("mig_thing", "Picklist", "mig_Choice", ",\"OptionSet\":{\"Options\":[{\"Value\":7}]}");
        client.createLookup("mig_thing_account", "mig_thing", "account", "mig_Account", "RemoveLink");
        key("mig_Pair", "mig_whole", "mig_name");
        key("mig_Numbers", "mig_decimal", "mig_choice");
        key("mig_When", "mig_moment");
        key("mig_Parent", "mig_account");
    }

    private void key(String schemaName, String... columns) {
        client.createKey("mig_thing", schemaName, "\"" + String.join("\",\"", columns) + "\"");
        client.awaitKey("mig_thing", schemaName.toLowerCase(Locale.ROOT), "Active");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @Test
    void takesKeysOfSeveralColumnsInAnyOrderAndEchoesThem() {
        Answer made = client.patch("mig_things(mig_whole=2,mig_name='a,''b')", "{}");

        assertThat(made.header("OData-EntityId"))
                .isEqualTo(client.rootUrl() + "mig_things(mig_whole=2,mig_name='a,''b')");
        Answer read = client.get("mig_things(mig_name='a,''b',mig_whole=2)");
        assertThat(read.json().path("mig_whole").asInt()).isEqualTo(2);
        assertThat(read.json().path("mig_name").asText()).isEqualTo("a,'b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mig_decimal=1.50,mig_choice=7",
                "mig_choice=7,mig_decimal=-2",
                "mig_moment=2024-03-01T10:00:00Z",
            })
    void takesBareLiteralsOfNumbersOptionsAndDates(String key) {
        assertThat(client.patch("mig_things(" + key + ")", "{}").status()).isEqualTo(204);
        assertThat(client.patch("mig_things(" + key + ")", "{}", "If-None-Match", "*")
                        .status())
                .as("it is the same row")
                .isEqualTo(412);
        assertThat(client.get("mig_things(" + key + ")").status()).isEqualTo(200);
    }

    @Test
    void takesALookupAsAKeyByItsWireName() {
        String account = client.post("accounts", "{}").id();

        assertThat(client.patch("mig_things(_mig_account_value=" + account + ")", "{\"mig_whole\":9}")
                        .status())
                .isEqualTo(204);

        Answer read = client.get("mig_things(_mig_account_value=" + account + ")");
        assertThat(read.json().path("_mig_account_value").asText()).isEqualTo(account);
    }

    @Test
    void takesThePrimaryIdByNameSaveForPrincipals() {
        String account = client.post("accounts", "{}").id();
        String user = client.get("WhoAmI").json().path("UserId").asText();

        assertThat(client.get("accounts(accountid=" + account + ")").status()).isEqualTo(200);
        assertThat(client.get("systemusers(" + user + ")").status()).isEqualTo(200);
        assertThat(client.get("systemusers(systemuserid=" + user + ")").message())
                .contains("The key in the request URI is not valid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mig_things(mig_whole='2',mig_name='a')",
                "mig_things(mig_whole=2)",
                "mig_things(mig_whole=2,mig_name=a)",
                "mig_things(mig_whole=2,mig_name='a',mig_name='b')",
                "mig_things(mig_whole=2,mig_nothing='a')",
                "mig_things(MIG_WHOLE=2,mig_name='a')",
                "mig_things(nonsense)",
                "mig_things()",
                "mig_things(mig_whole=2,mig_name='50%25')",
                "mig_things(mig_whole=2,mig_name='a%2Bb')",
                "mig_things(mig_whole=2,mig_name='a%3Ab')",
            })
    void refusesWhatIsNoKey(String address) {
        assertThat(client.get(address).status()).isEqualTo(400);
        assertThat(client.patch(address, "{}").status()).isEqualTo(400);
    }

    @Test
    void takesTheBodysValueOfAKeyColumnWhereAnUpsertCreates() {
        assertThat(client.patch("mig_things(mig_whole=30,mig_name='url')", "{\"mig_name\":\"body\"}")
                        .status())
                .isEqualTo(204);

        assertThat(client.get("mig_things(mig_whole=30,mig_name='url')").code()).isEqualTo("0x80060891");
        assertThat(client.get("mig_things(mig_whole=30,mig_name='body')").status())
                .isEqualTo(200);
        client.patch("mig_things(mig_whole=30,mig_name='body')", "{\"mig_name\":\"dropped\"}");
        assertThat(client.get("mig_things(mig_whole=30,mig_name='body')").status())
                .as("an upsert that updates leaves key columns alone")
                .isEqualTo(200);
    }

    @Test
    void refusesAKeyWhoseIndexIsNotActive() {
        try (EmulatorFixture slow = new EmulatorFixture(settings -> settings.withKeyActivation(Duration.ofHours(1)))) {
            ApiClient other = slow.client();
            other.createTable("mig_Slow");
            other.createKey("mig_slow", "mig_Key", "\"mig_name\"");

            Answer answer = other.get("mig_slows(mig_name='a')");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("0x8006088f");
        }
    }

    @Test
    void comparesTextsWithoutCaseAccentsAndTrailingBlanks() {
        client.patch("mig_things(mig_whole=40,mig_name='Élan')", "{}");

        assertThat(client.get("mig_things(mig_whole=40,mig_name='eLAN%20')").status())
                .isEqualTo(200);
        assertThat(found(client, "Élan")).isEqualTo(1);
        assertThat(found(client, "elan ")).isEqualTo(1);
    }

    @Test
    void comparesTextsAsTheSettingSays() {
        String strict = "{\"texts\":{\"caseMatters\":true,\"accentsMatter\":true,\"trailingBlanksMatter\":true}}";
        try (EmulatorFixture exact = new EmulatorFixture(settings -> settings.with("assumptions: " + strict))) {
            ApiClient other = exact.client();
            other.createTable("mig_Thing");
            other.createKey("mig_thing", "mig_Key", "\"mig_name\"");
            other.awaitKey("mig_thing", "mig_key", "Active");
            for (String name : new String[] {"Elan", "elan", "Élan", "elan%20"}) {
                assertThat(other.patch("mig_things(mig_name='" + name + "')", "{}", "If-None-Match", "*")
                                .status())
                        .as(name)
                        .isEqualTo(204);
            }

            assertThat(found(other, "elan")).isEqualTo(1);
            assertThat(other.get("mig_things?$filter=startswith(mig_name,'E')")
                            .json()
                            .path("value"))
                    .hasSize(1);
            exact.restart();
            assertThat(found(exact.client(), "Élan")).isEqualTo(1);
        }
    }

    private static int found(ApiClient client, String name) {
        return client.get("mig_things?$filter=" + ApiClient.encode("mig_name eq '" + name + "'"))
                .json()
                .path("value")
                .size();
    }

    @Test
    void saysWhichRowIsAbsent() {
        UUID nobody = UUID.randomUUID();

        assertThat(client.get("mig_things(" + nobody + ")").message())
                .isEqualTo("mig_thing With Id = " + nobody + " Does Not Exist");
        assertThat(client.get("mig_things(mig_whole=-1,mig_name='x')").message())
                .isEqualTo("A record with the specified key values does not exist in mig_thing entity");
    }
}
