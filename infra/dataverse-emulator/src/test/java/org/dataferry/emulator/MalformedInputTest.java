package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in, the answer is Dataverse's error or a clean refusal: never an internal failure, never silence, and the emulator goes on.
 *
 * <p>{@code -Dferry.malformed=100000} sends so many requests, {@code -Dferry.seed=N} the same ones again.
 */
final class MalformedInputTest {
    private static final int COUNT = Integer.getInteger("ferry.malformed", 3_000);
    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SHOWN = 400;

    private static EmulatorFixture emulator;
    private static ApiClient client;

    @BeforeAll
    static void defineATableWithEveryKindOfColumn() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Thing");
        client.createColumn("mig_thing", "String", "mig_Text", ",\"MaxLength\":50");
        client.createColumn("mig_thing", "Integer", "mig_Whole", "");
        client.createColumn("mig_thing", "Decimal", "mig_Amount", ",\"Precision\":2");
        client.createColumn("mig_thing", "Boolean", "mig_Flag", "");
        client.createColumn(
                "mig_thing",
                "DateTime",
                "mig_Day",
                ",\"Format\":\"DateOnly\",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}");
        client.createColumn("mig_thing", "DateTime", "mig_Moment", "");
        client.createKeyColumn("mig_thing", "mig_Key");
        client.createLookup("mig_thing_parent", "mig_thing", "mig_thing", "mig_Parent", "RemoveLink");
        client.patch("mig_things(mig_key='p')", "{\"mig_name\":\"parent\"}");
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void isAnsweredAndHarmsNothing() throws IOException {
        System.out.println("MalformedInputTest seed=" + SEED + " requests=" + COUNT);
        MalformedRequests requests = new MalformedRequests(new SplittableRandom(SEED), client.authorization());
        List<String> failures = new ArrayList<>();
        for (int number = 0; number < COUNT && failures.size() < 10; number++) {
            byte[] request = requests.next();
            String wrong = wrong(request, answer(request));
            if (wrong != null) {
                failures.add("request " + number + ": " + wrong + "\n" + shown(request));
            }
        }

        assertThat(failures).isEmpty();
        assertThat(client.get("WhoAmI").status()).isEqualTo(200);
        assertThat(client.get("mig_things(mig_key='p')?$select=mig_name")
                        .json()
                        .path("mig_name")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void aNumberBeyondAllBoundsIsRefused() {
        String row = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_thing\",\"mig_amount\":1e999999999999}";

        assertThat(client.post("mig_things", "{\"mig_amount\":1e999999999999}").status())
                .isEqualTo(400);
        assertThat(client.post("mig_things/Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[" + row + "]}")
                        .status())
                .isEqualTo(400);
    }

    /** What is wrong with an answer, or null. */
    private static String wrong(byte[] request, byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (!text.startsWith("HTTP/1.1 ")) {
            return "no answer, but: " + shown(answer);
        }
        int status = Integer.parseInt(text.substring(9, 12));
        if (status == 500 || status < 200 || status > 505) {
            return "status " + status + ": " + shown(answer);
        }
        int end = Math.max(0, text.indexOf("\r\n\r\n"));
        String head = text.substring(0, end);
        String body = text.substring(end).strip();
        if (status >= 400 && head.contains("REQ_ID") && head.contains("Content-Type: application/json")) {
            JsonNode error = parsed(body);
            if (error == null || error.at("/error/code").asText("").isEmpty()) {
                return "an error without a code: " + shown(answer);
            }
        }
        return null;
    }

    private static JsonNode parsed(String body) {
        try {
            return ApiClient.JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] answer(byte[] request) throws IOException {
        URI base = URI.create(emulator.baseUrl());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (SocketException closedEarly) {
                // The answer may be there all the same, as for a head that is too long.
            }
            return read(socket.getInputStream());
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException silent) {
            answer.writeBytes(" [then silence]".getBytes(StandardCharsets.UTF_8));
        } catch (SocketException reset) {
            // What came before counts.
        }
        return answer.toByteArray();
    }

    private static String shown(byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, SHOWN), StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c < 127 && (c >= ' ' || c == '\n' || c == '\r'))
                ? text
                : text + "\nhex " + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN));
    }
}
