package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleRowTest {
    private static final String REPRESENTATION = "return=representation";

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createKeyColumn("account", "mig_Key");
        client.createTable("mig_Thing");
        client.createColumn(
                "mig_thing", "Decimal", "mig_Decimal", ",\"Precision\":2,\"MinValue\":-100,\"MaxValue\":100");
        client.createColumn("mig_thing", "Integer", "mig_Whole", ",\"MinValue\":0,\"MaxValue\":10");
        client.createColumn("mig_thing", "BigInt", "mig_Big", "");
        client.createColumn("mig_thing", "Double", "mig_Double", ",\"Precision\":3");
        client.createColumn("mig_thing", "Money", "mig_Money", "");
        client.createColumn("mig_thing", "Boolean", "mig_Flag", "");
        client.createColumn("mig_thing", "Memo", "mig_Memo", ",\"MaxLength\":10");
        client.createColumn("mig_thing", "DateTime", "mig_Moment", "");
        client.createColumn("mig_thing", "DateTime", "mig_Day", ",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}");
        client.createColumn(
                "mig_thing", "DateTime", "mig_Local", ",\"DateTimeBehavior\":{\"Value\":\"TimeZoneIndependent\"}");
        client.createColumn("mig_thing", "Picklist", "mig_Choice", ",\"OptionSet\":{\"Options\":[{\"Value\":7}]}");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer createAccount(String name) {
        return client.post("accounts", "{\"name\":\"" + name + "\"}");
    }

    @Test
    void createsARowAndSaysWhereItIs() {
        Answer answer = createAccount("Contoso");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("OData-EntityId")).startsWith(client.rootUrl() + "accounts(");
        Answer read = client.get("accounts(" + answer.id() + ")?$select=name");
        assertThat(read.json().path("name").asText()).isEqualTo("Contoso");
        assertThat(read.json().path("accountid").asText()).isEqualTo(answer.id());
        assertThat(read.json().path("@odata.context").asText())
                .isEqualTo(client.rootUrl() + "$metadata#accounts(name)/$entity");
        assertThat(read.header("ETag"))
                .isEqualTo(read.json().path("@odata.etag").asText());
    }

    @Test
    void returnsARepresentationWhereAskedTo() {
        Answer answer = client.post("accounts?$select=name,statecode", "{\"name\":\"R\"}", "Prefer", REPRESENTATION);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("OData-EntityId")).isEmpty();
        assertThat(answer.header("Preference-Applied")).isEqualTo(REPRESENTATION);
        assertThat(answer.json().path("statecode").asInt(-1)).isZero();
    }

    @Test
    void fillsSystemColumnsAndIgnoresThemInBodies() {
        Answer answer = client.post(
                "accounts",
                "{\"name\":\"S\",\"createdon\":\"2001-01-01T00:00:00Z\",\"importsequencenumber\":7}",
                "Prefer",
                REPRESENTATION);

        assertThat(answer.json().path("createdon").asText()).startsWith("20").isNotEqualTo("2001-01-01T00:00:00Z");
        assertThat(answer.json().path("importsequencenumber").asInt()).isEqualTo(7);
        assertThat(answer.json().path("_ownerid_value").asText())
                .isEqualTo(client.get("WhoAmI").json().path("UserId").asText());
        Answer updated = client.patch(
                "accounts(" + answer.json().path("accountid").asText() + ")",
                "{\"importsequencenumber\":8}",
                "Prefer",
                REPRESENTATION);
        assertThat(updated.json().path("importsequencenumber").asInt()).isEqualTo(7);
    }

    @Test
    void movesCreatedOnToTheOverriddenMoment() {
        Answer answer = client.post(
                "accounts", "{\"name\":\"O\",\"overriddencreatedon\":\"1999-05-04\"}", "Prefer", REPRESENTATION);

        assertThat(answer.json().path("createdon").asText()).isEqualTo("1999-05-04T00:00:00Z");
        assertThat(answer.json().path("overriddencreatedon").asText()).startsWith("20");
    }

    @Test
    void refusesAPrimaryIdThatExists() {
        String id = createAccount("P").id();

        Answer again = client.post("accounts", "{\"accountid\":\"" + id + "\",\"name\":\"P\"}");

        assertThat(again.status()).isEqualTo(412);
        assertThat(again.code()).isEqualTo("0x80040237");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 204, 204",
        "If-Match: *, 204, 404",
        "If-None-Match: *, 412, 204",
        "'If-Match: W/\"1\"', 412, 404",
    })
    void followsTheDecisionTableOfAnUpsert(String precondition, int ifFound, int ifAbsent) {
        String[] headers = precondition.isEmpty() ? new String[0] : precondition.split(": ", 2);
        String existing = "EX-" + UUID.randomUUID();
        assertThat(client.patch("accounts(mig_key='" + existing + "')", "{\"name\":\"a\"}")
                        .status())
                .isEqualTo(204);
        String id = createAccount("G").id();

        assertThat(client.patch("accounts(mig_key='" + existing + "')", "{\"name\":\"b\"}", headers)
                        .status())
                .isEqualTo(ifFound);
        assertThat(client.patch("accounts(" + id + ")", "{\"name\":\"b\"}", headers)
                        .status())
                .isEqualTo(ifFound);
        assertThat(client.patch("accounts(mig_key='NEW-" + UUID.randomUUID() + "')", "{}", headers)
                        .status())
                .isEqualTo(ifAbsent);
        assertThat(client.patch("accounts(" + UUID.randomUUID() + ")", "{}", headers)
                        .status())
                .isEqualTo(ifAbsent);
    }

    @Test
    void tellsCreatedFromUpdatedByTheStatusOfARepresentation() {
        assertThat(client.patch("accounts(mig_key='REP')", "{}", "Prefer", REPRESENTATION)
                        .status())
                .isEqualTo(201);
        assertThat(client.patch("accounts(mig_key='REP')", "{}", "Prefer", REPRESENTATION)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void echoesTheKeyFormOfAnUpsert() {
        Answer answer = client.patch("accounts(mig_key='A''1')", "{\"name\":\"Quote\"}");

        assertThat(answer.header("OData-EntityId")).isEqualTo(client.rootUrl() + "accounts(mig_key='A''1')");
        assertThat(client.get("accounts(mig_key='A''1')").json().path("mig_key").asText())
                .isEqualTo("A'1");
    }

    @Test
    void guardsUpdatesAndDeletesByVersion() {
        String id = createAccount("V").id();
        String etag = client.get("accounts(" + id + ")").header("ETag");
        assertThat(client.get("accounts(" + id + ")", "If-None-Match", etag).status())
                .isEqualTo(304);

        assertThat(client.patch("accounts(" + id + ")", "{\"name\":\"V2\"}", "If-Match", etag)
                        .status())
                .isEqualTo(204);
        Answer stale = client.patch("accounts(" + id + ")", "{\"name\":\"V3\"}", "If-Match", etag);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("0x80060882");
        assertThat(client.delete("accounts(" + id + ")", "If-Match", etag).status())
                .isEqualTo(412);
        assertThat(client.delete("accounts(" + id + ")").status()).isEqualTo(204);
        assertThat(client.delete("accounts(" + id + ")").code()).isEqualTo("0x80040217");
    }

    @Test
    void keepsAlternateKeysUniqueWithoutCaseAccentsAndTrailingBlanks() {
        client.post("accounts", "{\"name\":\"U\",\"mig_key\":\"Élan\"}");

        Answer again = client.post(
                "accounts", "{\"name\":\"U\",\"mig_key\":\"eLAN  \"}", "Prefer", "odata.include-annotations=\"*\"");

        assertThat(again.status()).isEqualTo(412);
        assertThat(again.code()).isEqualTo("0x80060892");
        assertThat(again.json()
                        .path("error")
                        .path("@Microsoft.PowerApps.CDS.ErrorDetails.DuplicateAttributes")
                        .asText())
                .isEqualTo("<DuplicateAttributes><mig_key>eLAN  </mig_key></DuplicateAttributes>");
    }

    @Test
    void refusesForbiddenCharactersAndWrongNamesInKeys() {
        assertThat(client.get("accounts(mig_key='a%2Fb')").status()).isEqualTo(400);
        assertThat(client.patch("accounts(mig_key='50%25')", "{}").status()).isEqualTo(400);
        assertThat(client.get("accounts(name='x')").message()).contains("The key in the request URI is not valid");
        assertThat(client.get("accounts(mig_key='absent')").code()).isEqualTo("0x80060891");
    }

    @Test
    void isCaseSensitiveInNames() {
        Answer set = client.get("Accounts");

        assertThat(set.status()).isEqualTo(404);
        assertThat(set.code()).isEqualTo("0x8006088a");
        assertThat(set.message()).isEqualTo("Resource not found for the segment 'Accounts'.");
        assertThat(client.post("accounts", "{\"Name\":\"x\"}").code()).isEqualTo("0x80048d19");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mig_unknown\":1} | 400 | 0x80048d19",
                "{\"mig_memo\":\"12345678901\"} | 400 | 0x80044331",
                "{\"mig_memo\":\"a\\u0001\"} | 400 | 0x80040278",
                "{\"mig_whole\":11} | 400 | 0x8004432f",
                "{\"mig_whole\":1.5} | 400 | 0x80048d19",
                "{\"mig_whole\":\"1\"} | 400 | 0x80048d19",
                "{\"mig_decimal\":100.01} | 400 | 0x80044330",
                "{\"mig_choice\":8} | 400 | 0x8004431a",
                "{\"mig_choice\":\"label\"} | 400 | 0x80048d19",
                "{\"mig_flag\":1} | 400 | 0x80048d19",
                "{\"mig_name\":5} | 400 | 0x80048d19",
                "{\"mig_day\":\"2024-02-30\"} | 400 | 0x80048d19",
                "{\"mig_day\":\"1700-01-01\"} | 400 | 0x80040239",
                "{\"mig_moment\":\"2024-01-01T00:00:00+01:00Z\"} | 400 | 0x80048d19",
                "{\"_ownerid_value\":\"x\"} | 400 | 0x80048d19",
                "{\"statuscode\":2} | 400 | 0x80048408",
                "{nonsense | 400 | 0x80048d19",
            })
    void refusesValuesOutsideOfTheirColumn(String body, int status, String code) {
        Answer answer = client.post("mig_things", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void saysWhichTextIsTooLongForWhat() {
        assertThat(client.post("mig_things", "{\"mig_memo\":\"12345678901\"}").message())
                .isEqualTo(
                        "A validation error occurred.  The length of the 'mig_memo' attribute of the 'mig_thing' entity"
                                + " exceeded the maximum allowed length of '10'.");
    }

    @Test
    void keepsEveryTypeOfValue() {
        Answer answer = client.post("mig_things", """
                {"mig_name":"","mig_decimal":1.10,"mig_whole":3,"mig_big":9007199254740993,"mig_double":1.5,
                 "mig_money":12.34,"mig_flag":true,"mig_memo":"a\\nb","mig_moment":"2024-03-01T10:00:00+02:00",
                 "mig_day":"2024-03-01","mig_local":"2024-03-01T10:00:00","mig_choice":7}""", "Prefer", REPRESENTATION);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body())
                .contains(
                        "\"mig_name\":null",
                        "\"mig_decimal\":1.10",
                        "\"mig_whole\":3",
                        "\"mig_big\":9007199254740993",
                        "\"mig_double\":1.5",
                        "\"mig_money\":12.3400",
                        "\"mig_flag\":true",
                        "\"mig_memo\":\"a\\nb\"",
                        "\"mig_moment\":\"2024-03-01T08:00:00Z\"",
                        "\"mig_day\":\"2024-03-01\"",
                        "\"mig_local\":\"2024-03-01T10:00:00Z\"",
                        "\"mig_choice\":7");
    }

    @Test
    void changesStateAndStatusTogether() {
        String id = createAccount("State").id();

        assertThat(client.patch("accounts(" + id + ")", "{\"statecode\":1}").status())
                .isEqualTo(204);
        assertThat(client.get("accounts(" + id + ")").json().path("statuscode").asInt())
                .isEqualTo(2);
        assertThat(client.patch("accounts(" + id + ")", "{\"statuscode\":1}").code())
                .isEqualTo("0x80048408");
        assertThat(client.patch("accounts(" + id + ")", "{\"statecode\":0,\"statuscode\":1}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void refusesAStatusOfAnotherState() {
        String account = "accounts(" + createAccount("Status").id() + ")";

        Answer answer = client.patch(account, "{\"statecode\":1,\"statuscode\":1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80048408");
        assertThat(answer.message())
                .startsWith("1 is not a valid status code for state code AccountState.Inactive on account with Id ");
        assertThat(client.get(account).json().path("statecode").asInt()).isZero();
    }

    @Test
    void leavesTheStatusAloneWhereTheStateStays() {
        String account = "accounts(" + createAccount("Stays").id() + ")";
        client.patch(account, "{\"statecode\":1,\"statuscode\":2}");

        assertThat(client.patch(account, "{\"statecode\":1,\"name\":\"still\"}").status())
                .isEqualTo(204);
        assertThat(client.patch(account, "{\"name\":\"inactive rows can be changed\"}")
                        .status())
                .isEqualTo(204);
        assertThat(client.get(account).json().path("statuscode").asInt()).isEqualTo(2);
        client.patch(account, "{\"statecode\":0}");
        assertThat(client.get(account).json().path("statuscode").asInt()).isEqualTo(1);
    }

    @Test
    void beginsEveryRowActiveWhateverTheCreateSays() {
        Answer answer = client.post("accounts", "{\"statecode\":1}", "Prefer", REPRESENTATION);

        assertThat(answer.json().path("statecode").asInt(-1)).isZero();
        assertThat(answer.json().path("statuscode").asInt()).isEqualTo(1);
    }

    @Test
    void computesFullNames() {
        Answer answer = client.post(
                "contacts",
                "{\"firstname\":\"Nancy\",\"lastname\":\"Davolio\",\"fullname\":\"x\"}",
                "Prefer",
                REPRESENTATION);

        assertThat(answer.json().path("fullname").asText()).isEqualTo("Nancy Davolio");
    }

    @Test
    void setsAndClearsSingleProperties() {
        String id = createAccount("One").id();

        assertThat(client.call("PUT", "accounts(" + id + ")/fax", "{\"value\":\"12\"}")
                        .status())
                .isEqualTo(204);
        assertThat(client.get("accounts(" + id + ")").json().path("fax").asText())
                .isEqualTo("12");
        assertThat(client.delete("accounts(" + id + ")/fax").status()).isEqualTo(204);
        assertThat(client.get("accounts(" + id + ")").json().path("fax").isNull())
                .isTrue();
    }

    @Test
    void namesWhatItDoesNotEmulate() {
        Answer answer = client.get("quotes");

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.message()).isEqualTo("The emulator does not emulate 'quotes'.");
    }
}
