package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Content of file columns. Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class FileColumnConformanceTest {
    private final Org org;

    FileColumnConformanceTest(Org org) {
        this.org = org;
    }

    private String thing() {
        return "cnf_things(" + org.withTables().create("cnf_things", "{\"cnf_name\":\"file\"}") + ")";
    }

    // [file-column-data]
    @Test
    void aSmallFileGoesInOneRequest() {
        String thing = thing();

        Answer answer = org.patch(
                thing + "/cnf_file", "hello", "Content-Type", "application/octet-stream", "x-ms-file-name", "a.txt");

        assertThat(answer.status()).isEqualTo(204);
        Answer read = org.get(thing + "/cnf_file/$value");
        assertThat(read.body()).isEqualTo("hello");
        assertThat(read.header("x-ms-file-name")).isEqualTo("a.txt");
        assertThat(read.header("x-ms-file-size")).isEqualTo("5");
    }

    // [file-column-data]
    @Test
    void aFileGoesInChunks() {
        String thing = thing();
        Answer started = org.patch(thing + "/cnf_file?x-ms-file-name=b.txt", "", "x-ms-transfer-mode", "chunked");
        String location = started.header("Location");

        assertThat(started.status()).isEqualTo(200);
        assertThat(started.header("x-ms-chunk-size")).isEqualTo("4194304");
        assertThat(chunk(location, "0123", "bytes 0-3/6").status()).isEqualTo(206);
        assertThat(chunk(location, "45", "bytes 4-5/6").status()).isEqualTo(204);
        assertThat(org.get(thing + "/cnf_file/$value").body()).isEqualTo("012345");
    }

    private Answer chunk(String location, String bytes, String range) {
        return org.patch(
                location,
                bytes,
                "Content-Type",
                "application/octet-stream",
                "Content-Range",
                range,
                "x-ms-file-name",
                "b.txt");
    }

    // [file-column-data]
    @Test
    void aDeletedFileLeavesTheRow() {
        String thing = thing();
        org.patch(thing + "/cnf_file", "x", "Content-Type", "application/octet-stream", "x-ms-file-name", "a.txt");

        assertThat(org.delete(thing + "/cnf_file").status()).isEqualTo(204);
        assertThat(org.get(thing + "?$select=cnf_file").json().path("cnf_file").isNull())
                .isTrue();
    }
}
