package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files of notes in blocks, in an organization that takes 2 KB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoteBlocksTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture(
                settings -> settings.with("assumptions: {files: {maxAttachmentKilobytes: 2, chunkBytes: 1500}}"));
        client = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @Test
    void setsTheFileOfANoteInTheOrderOfTheListAlsoOverARestart() {
        String note = client.post("annotations", "{\"subject\":\"kept\"}").id();
        String token = begun(note, "a.txt");
        assertThat(block(token, "id2", "world").status()).isEqualTo(204);
        emulator.restart();
        client = emulator.client();
        assertThat(block(token, "id1", "HELLO ").status()).isEqualTo(204);
        assertThat(block(token, "id1", "hello ").status()).as("again").isEqualTo(204);

        Answer done = commit(token, target(note, "a.txt", ",\"mimetype\":\"text/plain\""), "id1", "id2");

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().path("AnnotationId").asText()).isEqualTo(note);
        assertThat(done.json().path("FileSizeInBytes").asInt()).isEqualTo(11);
        var stored = client.get("annotations(" + note + ")").json();
        assertThat(stored.path("documentbody").asText()).isEqualTo(base64("hello world"));
        assertThat(stored.path("filename").asText()).isEqualTo("a.txt");
        assertThat(stored.path("mimetype").asText()).isEqualTo("text/plain");
        assertThat(stored.path("filesize").asInt()).isEqualTo(11);
        assertThat(stored.path("isdocument").asBoolean()).isTrue();
        assertThat(stored.path("subject").asText()).isEqualTo("kept");
    }

    @Test
    void makesTheNoteWhereThereIsNone() {
        String id = UUID.randomUUID().toString();
        String token = begun(id, "b.txt");
        block(token, "1", "x");

        assertThat(client.get("annotations(" + id + ")").status())
                .as("before the commit")
                .isEqualTo(404);
        assertThat(commit(token, target(id, "b.txt", ",\"subject\":\"new\""), "1")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("annotations(" + id + ")").json().path("subject").asText())
                .isEqualTo("new");
    }

    @Test
    void refusesWhatTheOrganizationDoesNotTake() {
        String note = client.post("annotations", "{}").id();
        assertThat(begin(target(note, "c.exe", "")).code()).isEqualTo("0x80043e09");

        String token = begun(note, "c.txt");
        block(token, "1", "x".repeat(1500));
        block(token, "2", "x".repeat(549));
        assertThat(block(token, "3", "x".repeat(1501)).code())
                .as("more than a block")
                .isEqualTo("0x80040203");
        assertThat(commit(token, target(note, "c.txt", ""), "1", "2").code())
                .as("2049 bytes")
                .isEqualTo("0x80044a02");
        assertThat(commit(token, target(note, "c.txt", ""), "1").status())
                .as("a refused commit ends nothing")
                .isEqualTo(200);
    }

    @Test
    void refusesATokenOfAnotherNoteAndOneThatIsCommitted() {
        String note = client.post("annotations", "{}").id();
        String other = client.post("annotations", "{}").id();
        String token = begun(note, "d.txt");
        block(token, "1", "x");

        assertThat(commit(token, target(other, "d.txt", ""), "1").code()).isEqualTo("0x80040203");
        assertThat(commit(token, target(note, "d.txt", ""), "2").message()).contains("was not uploaded");
        assertThat(commit(token, target(note, "d.txt", ""), "1").status()).isEqualTo(200);
        assertThat(block(token, "1", "x").code()).isEqualTo("0x80040203");
        assertThat(commit(token, target(note, "d.txt", ""), "1").code()).isEqualTo("0x80040203");
    }

    @Test
    void saysWhatItDoesNotEmulate() {
        String note = client.post("annotations", "{}").id();

        assertThat(client.post("InitializeAnnotationBlocksDownload", "{\"Target\":" + target(note, "e", "") + "}")
                        .status())
                .isEqualTo(501);
        assertThat(client.post("InitializeAnnotationBlocksUpload", "{\"Target\":{}}")
                        .status())
                .isEqualTo(400);
    }

    private Answer begin(String target) {
        return client.post("InitializeAnnotationBlocksUpload", "{\"Target\":" + target + "}");
    }

    private String begun(String note, String name) {
        Answer answer = begin(target(note, name, ""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("FileContinuationToken").asText();
    }

    private Answer block(String token, String id, String content) {
        return client.post(
                "UploadBlock",
                "{\"BlockId\":\"" + base64(id) + "\",\"BlockData\":\"" + base64(content)
                        + "\",\"FileContinuationToken\":\"" + token + "\"}");
    }

    private Answer commit(String token, String target, String... blocks) {
        String list =
                List.of(blocks).stream().map(id -> "\"" + base64(id) + "\"").collect(Collectors.joining(","));
        return client.post(
                "CommitAnnotationBlocksUpload",
                "{\"Target\":" + target + ",\"BlockList\":[" + list + "],\"FileContinuationToken\":\"" + token + "\"}");
    }

    /** @param more members, each after a comma */
    private static String target(String note, String name, String more) {
        return "{\"@odata.type\":\"Microsoft.Dynamics.CRM.annotation\",\"annotationid\":\"" + note
                + "\",\"filename\":\"" + name + "\"" + more + "}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
