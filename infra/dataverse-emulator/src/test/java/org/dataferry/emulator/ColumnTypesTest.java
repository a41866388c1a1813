package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns on the wire, with their validation: those that SingleRowTest has not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColumnTypesTest {
    private static final String REPRESENTATION = "return=representation";

    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing");
        String options = IntStream.rangeClosed(1, 160)
                .mapToObj(i -> "{\"Value\":" + i + "}")
                .collect(Collectors.joining(","));
        client.createColumn(
                "mig_thing", "MultiSelectPicklist", "mig_Many", ",\"OptionSet\":{\"Options\":[" + options + "]}");
        client.createColumn("mig_thing", "Money", "mig_Price", ",\"Precision\":2,\"MinValue\":-10,\"MaxValue\":1000");
        client.createColumn("mig_thing", "Double", "mig_Double", ",\"Precision\":2,\"MinValue\":0,\"MaxValue\":9");
        client.createColumn("mig_thing", "BigInt", "mig_Big", "");
        client.createColumn("mig_thing", "Boolean", "mig_Flag", "");
        client.createColumn("mig_thing", "UniqueIdentifier", "mig_Guid", "");
        client.createColumn("mig_thing", "DateTime", "mig_Day", ",\"Format\":\"DateOnly\"");
        client.createColumn("mig_thing", "Decimal", "mig_Decimal", "");
        client.createColumn(
                "mig_thing",
                "String",
                "mig_Number",
                ",\"MaxLength\":100,\"AutoNumberFormat\":\"N-{SEQNUM:6}-{RANDSTRING:4}-{DATETIMEUTC:yyyyMMdd}\"");
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer create(String body) {
        return client.post("mig_things", body, "Prefer", REPRESENTATION);
    }

    @Test
    void takesSeveralOptionsAsOneText() {
        Answer answer = create("{\"mig_many\":\"9, 1,2,9\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("mig_many").asText()).isEqualTo("1,2,9");
        String row = "mig_things(" + answer.json().path("mig_thingid").asText() + ")";
        assertThat(client.patch(row, "{\"mig_many\":null}").status()).isEqualTo(204);
        assertThat(client.get(row).json().path("mig_many").isNull()).isTrue();
    }

    @Test
    void takesAHundredAndFiftyOptionsAtMost() {
        String most = IntStream.rangeClosed(1, 150).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(create("{\"mig_many\":\"" + most + "\"}").status()).isEqualTo(201);
        assertThat(create("{\"mig_many\":\"" + most + ",151\"}").code()).isEqualTo("0x8004431a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mig_many\":\"1,161\"} | 0x8004431a",
                "{\"mig_many\":\"one\"} | 0x80048d19",
                "{\"mig_many\":[1]} | 0x80048d19",
                "{\"mig_price\":1000.01} | 0x80044330",
                "{\"mig_price\":\"12\"} | 0x80048d19",
                "{\"mig_double\":9.01} | 0x80044330",
                "{\"mig_big\":9223372036854775808} | 0x80048d19",
                "{\"mig_big\":1.5} | 0x80048d19",
                "{\"mig_flag\":\"true\"} | 0x80048d19",
                "{\"mig_guid\":\"no-guid\"} | 0x80048d19",
                "{\"mig_day\":\"1752-12-31\"} | 0x80040239",
                "{\"mig_decimal\":100000000000.01} | 0x80044330",
                "{\"mig_decimal\":1e999999999} | 0x80044330",
                "{\"mig_double\":-1e999999999} | 0x80044330",
                "{\"_mig_x_value\":\"11111111-1111-1111-1111-111111111111\"} | 0x80048d19",
            })
    void refusesWhatIsNoValueOfTheColumn(String body, String code) {
        Answer answer = create(body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void takesTheEdgesOfEachRange() {
        Answer answer = create("{\"mig_price\":1000,\"mig_double\":0,\"mig_big\":-9223372036854775808,"
                + "\"mig_day\":\"1753-01-01\",\"mig_decimal\":-100000000000}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("mig_big").asLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(answer.json().path("mig_day").asText()).isEqualTo("1753-01-01T00:00:00Z");
    }

    @Test
    void keepsAnAmountInTheBaseCurrencyAtTheRateOfItsWrite() {
        Answer made = client.post("transactioncurrencies", """
                {"currencyname":"Euro","isocurrencycode":"EUR","currencysymbol":"€","currencyprecision":2,
                 "exchangerate":0.8}""");
        assertThat(made.status()).as(made.body()).isEqualTo(204);
        String euro = made.id();

        Answer answer = create(
                "{\"mig_price\":100,\"transactioncurrencyid@odata.bind\":\"/transactioncurrencies(" + euro + ")\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("\"mig_price\":100.0000", "\"mig_price_base\":125.0000");
        assertThat(answer.json().path("exchangerate").decimalValue()).isEqualByComparingTo("0.8");
        String row = "mig_things(" + answer.json().path("mig_thingid").asText() + ")";
        assertThat(client.patch("transactioncurrencies(" + euro + ")", "{\"exchangerate\":0.5}")
                        .status())
                .isEqualTo(204);
        client.patch(row, "{\"mig_name\":\"no money in this\"}");
        assertThat(client.get(row).body()).contains("\"mig_price_base\":125.0000");
        client.patch(row, "{\"mig_price\":10}");
        assertThat(client.get(row).body()).contains("\"mig_price_base\":20.0000");
    }

    @Test
    void givesAnAmountTheCurrencyOfTheOrganization() {
        Answer answer = create("{\"mig_price\":7,\"mig_price_base\":1,\"exchangerate\":9}");

        assertThat(answer.body()).contains("\"mig_price_base\":7.0000");
        String currency = answer.json().path("_transactioncurrencyid_value").asText();
        assertThat(client.get("transactioncurrencies(" + currency + ")")
                        .json()
                        .path("isocurrencycode")
                        .asText())
                .isEqualTo("USD");
        assertThat(client.patch("transactioncurrencies(" + currency + ")", "{\"exchangerate\":2}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void numbersRowsByItselfUnlessTheyBringANumber() {
        String first = create("{}").json().path("mig_number").asText();
        String second = create("{}").json().path("mig_number").asText();

        assertThat(first).matches("N-\\d{6}-[A-Z0-9]{4}-\\d{8}");
        assertThat(number(second)).isEqualTo(number(first) + 1);
        assertThat(create("{\"mig_number\":\"MINE\"}").json().path("mig_number").asText())
                .isEqualTo("MINE");
        assertThat(number(create("{}").json().path("mig_number").asText())).isEqualTo(number(second) + 1);
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(2, 8));
    }

    @Test
    void showsAnImageAsASmallSquareAndInFull() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(300, 200));

        Answer created = client.post("accounts", "{\"name\":\"Pictured\",\"entityimage\":\"" + image + "\"}");

        assertThat(created.status()).as(created.body()).isEqualTo(204);
        String account = "accounts(" + created.id() + ")";
        assertThat(client.get(account).json().has("entityimage")).isFalse();
        Answer read = client.get(account + "?$select=entityimage,entityimage_url,entityimage_timestamp,entityimageid");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(read.json().path("entityimage").asText())));
        assertThat(small.getWidth()).isEqualTo(144);
        assertThat(small.getHeight()).isEqualTo(144);
        assertThat(read.json().path("entityimage_url").asText()).startsWith("/Image/download.aspx?Entity=account");
        assertThat(read.json().path("entityimage_timestamp").asLong()).isPositive();
        assertThat(client.get(account + "/entityimage/$value?size=full").header("x-ms-file-size"))
                .isEqualTo(String.valueOf(png(300, 200).length));
        client.patch(account, "{\"entityimage\":null}");
        assertThat(client.get(account + "/entityimage/$value").status()).isEqualTo(204);
        assertThat(client.get(account).json().path("entityimage_url").isNull()).isTrue();
    }

    @Test
    void refusesWhatIsNoImage() {
        Answer answer = client.post(
                "accounts", "{\"entityimage\":\"" + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}) + "\"}");

        assertThat(answer.code()).isEqualTo("0x80072553");
        assertThat(client.post("accounts", "{\"entityimage\":\"no base64!\"}").code())
                .isEqualTo("0x80048d19");
    }

    @Test
    void needsTheColumnsThatTheSystemRequires() {
        Answer answer = client.post("opportunities", "{\"description\":\"nameless\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("0x80040200");
        assertThat(answer.message()).contains("'name'");
        assertThat(client.post("accounts", "{}").status())
                .as("only forms ask for it")
                .isEqualTo(204);
    }

    @Test
    void readsSingleProperties() {
        String id = client.post("accounts", "{\"name\":\"Prop\",\"numberofemployees\":5}")
                .id();

        Answer answer = client.get("accounts(" + id + ")/name");
        assertThat(answer.json().path("value").asText()).isEqualTo("Prop");
        assertThat(answer.json().path("@odata.context").asText()).endsWith("$metadata#accounts(" + id + ")/name");
        assertThat(client.get("accounts(" + id + ")/numberofemployees/$value").body())
                .isEqualTo("5");
        assertThat(client.get("accounts(" + id + ")/fax").status()).isEqualTo(204);
        assertThat(client.delete("accounts(" + id + ")/primarycontactid").status())
                .as("a lookup is cleared through its $ref")
                .isEqualTo(405);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
