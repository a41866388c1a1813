package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files of notes. Source: the page attachment-annotation-files. */
@ExtendWith(OrgExtension.class)
class NoteConformanceTest {
    private final Org org;

    NoteConformanceTest(Org org) {
        this.org = org;
    }

    private String note() {
        String account = org.create("accounts", "{\"name\":\"" + org.unique("note") + "\"}");
        return org.create(
                "annotations", "{\"subject\":\"s\",\"objectid_account@odata.bind\":\"/accounts(" + account + ")\"}");
    }

    // [attachment-annotation-files]
    @Test
    void aSmallFileIsSetAsAColumn() {
        String note = note();

        assertThat(org.patch(
                                "annotations(" + note + ")",
                                "{\"documentbody\":\"" + base64("hello") + "\",\"filename\":\"a.txt\"}")
                        .status())
                .isEqualTo(204);
        assertThat(org.get("annotations(" + note + ")?$select=filesize")
                        .json()
                        .path("filesize")
                        .asInt())
                .isEqualTo(5);
    }

    // [attachment-annotation-files]
    @Test
    void aFileGoesInBlocks() {
        String note = note();
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.annotation\",\"annotationid\":\"" + note
                + "\",\"filename\":\"b.txt\",\"mimetype\":\"text/plain\"}";
        Answer begun = org.post("InitializeAnnotationBlocksUpload", "{\"Target\":" + target + "}");
        assertThat(begun.status()).isEqualTo(200);
        String token = begun.json().path("FileContinuationToken").asText();
        assertThat(block(token, "1", "hel").status()).isEqualTo(204);
        assertThat(block(token, "2", "lo").status()).isEqualTo(204);

        Answer done = org.post(
                "CommitAnnotationBlocksUpload",
                "{\"Target\":" + target + ",\"BlockList\":[\"" + base64("1") + "\",\"" + base64("2")
                        + "\"],\"FileContinuationToken\":\"" + token + "\"}");

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().path("AnnotationId").asText()).isEqualToIgnoringCase(note);
        assertThat(done.json().path("FileSizeInBytes").asInt()).isEqualTo(5);
        assertThat(org.get("annotations(" + note + ")?$select=documentbody,filename")
                        .json()
                        .path("documentbody")
                        .asText())
                .isEqualTo(base64("hello"));
    }

    // No page tells how long a token is good; that it ends with the commit is our reading.
    @Test
    void aTokenEndsWithItsCommit() {
        String note = note();
        String target = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.annotation\",\"annotationid\":\"" + note
                + "\",\"filename\":\"c.txt\",\"mimetype\":\"text/plain\"}";
        String token = org.post("InitializeAnnotationBlocksUpload", "{\"Target\":" + target + "}")
                .json()
                .path("FileContinuationToken")
                .asText();
        block(token, "1", "x");
        String commit = "{\"Target\":" + target + ",\"BlockList\":[\"" + base64("1")
                + "\"],\"FileContinuationToken\":\"" + token + "\"}";
        assertThat(org.post("CommitAnnotationBlocksUpload", commit).status()).isEqualTo(200);

        org.unverified(
                "a second commit is refused",
                () -> assertThat(
                                org.post("CommitAnnotationBlocksUpload", commit).status())
                        .isEqualTo(400));
    }

    private Answer block(String token, String id, String content) {
        return org.post(
                "UploadBlock",
                "{\"BlockId\":\"" + base64(id) + "\",\"BlockData\":\"" + base64(content)
                        + "\",\"FileContinuationToken\":\"" + token + "\"}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
