package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in columns, whole and in pieces, and files in notes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileColumnTest {
    private static final String OCTETS = "application/octet-stream";

    private EmulatorFixture emulator;
    private ApiClient client;
    private String row;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
        client.createTable("mig_Paper");
        client.createColumn("mig_paper", "File", "mig_File", ",\"MaxSizeInKB\":1");
        row = "mig_papers(" + client.post("mig_papers", "{\"mig_name\":\"p\"}").id() + ")";
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    private Answer upload(String name, String content) {
        return client.patch(row + "/mig_file", content, "Content-Type", OCTETS, "x-ms-file-name", name);
    }

    private String stored() {
        return client.get(row + "/mig_file/$value").body();
    }

    @Test
    void storesASmallFileInOneRequestAndDeletesIt() {
        assertThat(upload("a.txt", "hello").status()).isEqualTo(204);

        Answer read = client.get(row + "/mig_file/$value");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.header("x-ms-file-name")).isEqualTo("a.txt");
        assertThat(read.header("x-ms-file-size")).isEqualTo("5");
        assertThat(read.header("Content-Type")).startsWith(OCTETS);
        assertThat(client.get(row).json().path("mig_file_name").asText()).isEqualTo("a.txt");
        assertThat(client.get(row).json().path("mig_file").asText()).hasSize(36);
        assertThat(client.get(row + "/mig_file").json().path("value").asText())
                .isEqualTo(client.get(row).json().path("mig_file").asText());
        Answer part = client.get(row + "/mig_file/$value", "Range", "bytes=1-2");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("el");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 1-2/5");

        assertThat(client.delete(row + "/mig_file").status()).isEqualTo(204);
        assertThat(client.get(row + "/mig_file/$value").status()).isEqualTo(204);
        assertThat(client.get(row).json().path("mig_file_name").isNull()).isTrue();
    }

    @Test
    void storesAFileInChunks() {
        Answer begun = client.patch(
                row + "/mig_file?x-ms-file-name=" + ApiClient.encode("b ü.txt"), "", "x-ms-transfer-mode", "chunked");
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.header("x-ms-chunk-size")).isEqualTo("4194304");
        String session = begun.header("Location");
        assertThat(session).contains("sessiontoken=");

        assertThat(chunk(session, "bytes 0-3/7", "0123").status()).isEqualTo(206);
        assertThat(chunk(session, "bytes 5-6/7", "56").status()).as("a gap").isEqualTo(400);
        assertThat(client.get(row + "/mig_file/$value").body()).isNotEqualTo("0123");
        assertThat(chunk(session, "bytes 4-6/7", "456").status()).isEqualTo(204);

        assertThat(stored()).isEqualTo("0123456");
        assertThat(client.get(row).json().path("mig_file_name").asText()).isEqualTo("b ü.txt");
    }

    private Answer chunk(String session, String range, String content) {
        return client.patch(
                session, content, "Content-Type", OCTETS, "Content-Range", range, "x-ms-file-name", "b.txt");
    }

    @Test
    void storesAFileInBlocksInTheOrderOfTheirList() {
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.mig_paper\",\"mig_paperid\":\""
                + row.substring("mig_papers(".length(), row.length() - 1) + "\"}";
        Answer begun = client.post(
                "InitializeFileBlocksUpload",
                "{\"Target\":" + target + ",\"FileName\":\"c.txt\",\"FileAttributeName\":\"mig_file\"}");
        String token = begun.json().path("FileContinuationToken").asText();
        assertThat(block(token, "id2", "world").status()).isEqualTo(204);
        assertThat(block(token, "id1", "hello ").status()).isEqualTo(204);
        assertThat(block(token, "longer", "x").status()).as("ids of one length").isEqualTo(400);

        Answer done = client.post(
                "CommitFileBlocksUpload",
                "{\"FileName\":\"c.txt\",\"MimeType\":\"text/plain\",\"FileContinuationToken\":\"" + token
                        + "\",\"BlockList\":[\"" + base64("id1") + "\",\"" + base64("id2") + "\"]}");

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().path("FileSizeInBytes").asLong()).isEqualTo(11);
        assertThat(stored()).isEqualTo("hello world");
        Answer opened = client.post(
                "InitializeFileBlocksDownload", "{\"Target\":" + target + ",\"FileAttributeName\":\"mig_file\"}");
        assertThat(opened.json().path("FileSizeInBytes").asLong()).isEqualTo(11);
        Answer piece = client.post(
                "DownloadBlock",
                "{\"FileContinuationToken\":\""
                        + opened.json().path("FileContinuationToken").asText()
                        + "\",\"Offset\":6,\"BlockLength\":3}");
        assertThat(new String(
                        Base64.getDecoder().decode(piece.json().path("Data").asText()), StandardCharsets.UTF_8))
                .isEqualTo("wor");
        assertThat(client.post(
                                "DeleteFile",
                                "{\"FileId\":\"" + done.json().path("FileId").asText() + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(client.get(row + "/mig_file/$value").status()).isEqualTo(204);
    }

    private Answer block(String token, String id, String content) {
        return client.post(
                "UploadBlock",
                "{\"BlockId\":\"" + base64(id) + "\",\"BlockData\":\"" + base64(content)
                        + "\",\"FileContinuationToken\":\"" + token + "\"}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesFilesThatAreTooBigBlockedOrNameless() {
        assertThat(upload("d.txt", "x".repeat(1025)).code()).isEqualTo("0x80044a02");
        assertThat(upload("d.exe", "x").code()).isEqualTo("0x80043e09");
        assertThat(client.patch(row + "/mig_file", "x", "Content-Type", OCTETS).status())
                .isEqualTo(400);
        assertThat(client.patch(row, "{\"mig_file\":\"11111111-1111-1111-1111-111111111111\"}")
                        .status())
                .as("a file column can't be set in a row's body")
                .isEqualTo(400);
    }

    @Test
    void keepsFilesOverARestart() {
        upload("e.txt", "kept");

        emulator.restart();
        client = emulator.client();

        assertThat(stored()).isEqualTo("kept");
    }

    @ParameterizedTest
    @CsvSource({
        "good.pdf, aGVsbG8=, 204, ''",
        "bad.exe, aGVsbG8=, 400, 0x80043e09",
        "bad.pdf, no base64, 400, 0x80040203"
    })
    void checksTheFileOfANote(String name, String body, int status, String code) {
        Answer answer = client.post(
                "annotations",
                "{\"subject\":\"s\",\"filename\":\"" + name + "\",\"documentbody\":\"" + body
                        + "\",\"objectid_account@odata.bind\":\"/accounts("
                        + client.post("accounts", "{}").id() + ")\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 204) {
            Answer read = client.get("annotations(" + answer.id() + ")");
            assertThat(read.json().path("filesize").asInt()).isEqualTo(5);
            assertThat(read.json().path("isdocument").asBoolean()).isTrue();
            assertThat(read.json().path("objecttypecode").asText()).isEqualTo("account");
        } else {
            assertThat(answer.code()).isEqualTo(code);
        }
    }
}
