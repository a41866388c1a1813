package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dataferry.emulator.ApiClient.Answer;
import org.dataferry.emulator.error.EmulatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {
    @Test
    void keepsDefinitionsRowsKeysAndLookupsOverARestart() {
        try (EmulatorFixture emulator = new EmulatorFixture()) {
            ApiClient client = emulator.client();
            client.createKeyColumn("contact", "mig_Key");
            client.createTable("mig_Note");
            client.createLookup("mig_note_contact", "mig_note", "contact", "mig_ContactId", "Restrict");
            client.post("contacts", "{\"lastname\":\"L\",\"mig_key\":\"K\"}");
            String note = client.post("mig_notes", "{\"mig_ContactId@odata.bind\":\"/contacts(mig_key='K')\"}")
                    .id();
            String before = client.get("mig_notes(" + note + ")")
                    .json()
                    .path("@odata.etag")
                    .asText();

            emulator.restart();
            client = emulator.client();

            assertThat(client.get("mig_notes(" + note + ")")
                            .json()
                            .path("@odata.etag")
                            .asText())
                    .isEqualTo(before);
            assertThat(client.delete("contacts(mig_key='K')").code()).isEqualTo("0x80040227");
            assertThat(client.post("contacts", "{\"mig_key\":\"k\"}").code()).isEqualTo("0x80060892");
            assertThat(client.control("GET", "stats", "")
                            .json()
                            .path("rows")
                            .path("mig_note")
                            .asInt())
                    .isEqualTo(1);
            client.patch("mig_notes(" + note + ")", "{\"mig_name\":\"n\"}");
            assertThat(client.get("mig_notes(" + note + ")")
                            .json()
                            .path("@odata.etag")
                            .asText())
                    .isNotEqualTo(before);
        }
    }

    @Test
    void refusesAFolderThatIsInUse(@TempDir Path data) {
        EmulatorSettings settings = EmulatorSettings.defaults(data);
        try (DataverseEmulator first = DataverseEmulator.start(settings)) {
            assertThat(first.baseUrl()).startsWith("http://127.0.0.1:");
            assertThatThrownBy(() -> DataverseEmulator.start(settings))
                    .isInstanceOf(EmulatorException.class)
                    .hasMessageContaining("Cannot open the data folder " + data);
        }
    }

    @Test
    void makesOneRowPerKeyWhenUpsertsRace() {
        long seed = System.nanoTime();
        System.out.println("DurabilityTest seed=" + seed);
        Random random = new Random(seed);
        int keys = 20;
        try (EmulatorFixture emulator = new EmulatorFixture();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ApiClient client = emulator.client();
            client.createKeyColumn("account", "mig_Key");
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                String address =
                        "accounts(mig_key='" + (random.nextBoolean() ? "r" : "R") + random.nextInt(keys) + "')";
                String other = "accounts(mig_key='r" + random.nextInt(keys) + "')";
                int kind = random.nextInt(3);
                answers.add(CompletableFuture.supplyAsync(() -> write(client, kind, address, other), threads));
            }

            assertThat(answers.stream().map(CompletableFuture::join).toList())
                    .allSatisfy(answer ->
                            assertThat(answer.status()).as(answer.body()).isIn(204, 400));

            List<String> stored =
                    client.get("accounts?$select=mig_key").json().path("value").findValuesAsText("mig_key");
            assertThat(stored.stream().map(key -> key.toLowerCase(Locale.ROOT)).toList())
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(keys);
            assertThat(client.control("GET", "stats", "")
                            .json()
                            .path("rows")
                            .path("account")
                            .asInt())
                    .isEqualTo(stored.size());
            assertThat(stored)
                    .allSatisfy(key -> assertThat(client.get("accounts(mig_key='" + key + "')")
                                    .status())
                            .isEqualTo(200));
        }
    }

    /** Two targets of one row are refused with 400; everything else must succeed. */
    private static Answer write(ApiClient client, int kind, String address, String other) {
        return switch (kind) {
            case 0 -> client.patch(address, "{\"name\":\"n\"}");
            case 1 ->
                client.post(
                        "accounts/Microsoft.Dynamics.CRM.UpsertMultiple",
                        "{\"Targets\":[" + target(address) + "," + target(other) + "]}");
            default -> {
                Answer deleted = client.delete(address);
                yield deleted.status() == 404 ? client.patch(address, "{}") : deleted;
            }
        };
    }

    private static String target(String address) {
        return "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"@odata.id\":\"" + address + "\"}";
    }
}
