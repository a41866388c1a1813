package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.Test;

/** Deletions are remembered for as long as the settings say, and no delta link is answered that misses one. */
class ChangeRetentionTest {
    private static final String[] TRACK = {"Prefer", "odata.track-changes"};

    private static EmulatorFixture keeping(String kept) {
        return new EmulatorFixture(settings -> SettingsText.parse("assumptions: {changes: {kept: " + kept + "}}")
                .over(settings));
    }

    private static String delta(Answer answer) {
        return answer.json().path("@odata.deltaLink").asText();
    }

    private static String thing(ApiClient client) {
        return client.post("mig_things", "{\"mig_name\":\"a\"}").id();
    }

    @Test
    void aLinkExpires() {
        try (EmulatorFixture emulator = keeping("1s")) {
            ApiClient client = emulator.client();
            client.createTable("mig_Thing", ",\"ChangeTrackingEnabled\":true");
            String link = delta(client.get("mig_things", TRACK));
            ApiClient.pause(2100);

            Answer refused = client.get(link);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("0x80044352");
        }
    }

    @Test
    void aLinkThatMissesForgottenDeletionsIsRefusedEvenIfTheyAreKeptForLongerNow() {
        try (EmulatorFixture emulator = keeping("1ms")) {
            ApiClient client = emulator.client();
            client.createTable("mig_Thing", ",\"ChangeTrackingEnabled\":true");
            String first = thing(client);
            String second = thing(client);
            String before = delta(client.get("mig_things", TRACK));
            client.delete("mig_things(" + first + ")");
            ApiClient.pause(20);
            client.delete("mig_things(" + second + ")");
            assertThat(client.control("PATCH", "settings", "assumptions: {changes: {kept: 7d}}")
                            .status())
                    .isLessThan(300);
            String after = delta(client.get("mig_things", TRACK));

            assertThat(client.get(before).code()).isEqualTo("0x80044352");
            assertThat(client.get(after).status()).isEqualTo(200);
        }
    }
}
