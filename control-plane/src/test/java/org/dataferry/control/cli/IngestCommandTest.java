package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ferry ingest says and ends with; no server is started for it. */
class IngestCommandTest {

    @TempDir
    private Path folder;

    private String err = "";

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("migration.yaml"), """
                migration: m
                source: {name: s, dumps: {folder: d, tables: {people: {file: "*.csv", key: [id]}}}}
                target: {prefix: nw}
                """);
    }

    @Test
    void takesADumpAndListsIt() throws Exception {
        JsonNode taken = json(ExitCode.DONE, "--table", "people", "--file", dump("id,name\n1,Ann\n2,Bob\n"));

        assertThat(taken.path("verdict").asText()).isEqualTo("ACCEPTED");
        assertThat(taken.path("dump").asInt()).isEqualTo(1);
        assertThat(taken.at("/counts/inserted").asInt()).isEqualTo(2);
        assertThat(json(
                                ExitCode.DONE,
                                "--table",
                                "people",
                                "--file",
                                folder.resolve("people.csv").toString())
                        .path("verdict")
                        .asText())
                .isEqualTo("ALREADY_ACCEPTED");
        assertThat(json(ExitCode.DONE).at("/tables/0/accepted/0/file").asText()).isEqualTo("people.csv");
    }

    @Test
    void aSuspiciousDumpEndsWithThreeUntilItIsAccepted() throws Exception {
        json(ExitCode.DONE, "--table", "people", "--file", dump("id,name\n1,Ann\n2,Bob\n"));
        String half = dump("id,name\n1,Anna\n");

        JsonNode waiting = json(ExitCode.REFUSED, "--table", "people", "--file", half);

        assertThat(waiting.at("/findings/0/kind").asText()).isEqualTo("DELETES");
        assertThat(waiting.path("acceptable").asBoolean()).isTrue();
        assertThat(waiting.at("/preview/1/columns/name/after").asText()).isEqualTo("Anna");
        assertThat(json(ExitCode.DONE).at("/tables/0/quarantined")).hasSize(1);
        assertThat(ferry("ingest", folder.toString(), "--table", "people", "--file", half))
                .contains(
                        "it lacks 1 of the 2 rows of dump 1",
                        "deleted id 2  name: Bob",
                        "changed id 1  name: Ann → Anna",
                        "give it again with --accept");
        assertThat(json(ExitCode.DONE, "--table", "people", "--file", half, "--accept")
                        .path("dump")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithTheArguments() throws Exception {
        assertThat(run("ingest", folder.toString(), "--table", "people")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err).contains("--table goes with either --file or --jdbc");
        assertThat(run("ingest", folder.toString(), "--table", "people", "--file", "nowhere.csv"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err).contains("--file nowhere.csv is not a file");
        assertThat(run("ingest", folder.toString(), "--table", "persons", "--file", dump("id\n1\n")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err).contains("no dumps of a table public.persons; it has public.people");
        assertThat(run("ingest", folder.toString(), "--table", "people", "--jdbc"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err).contains("table public.people has files", "give it with --file");
        assertThat(run("ingest", folder.toString(), "--table", "people", "--jdbc", "--file", "a.csv"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err).contains("--table goes with either --file or --jdbc");
    }

    @Test
    void saysWhyATableCannotBeRead() throws Exception {
        Files.writeString(folder.resolve("secret"), "s");
        Files.writeString(folder.resolve("migration.yaml"), """
                migration: m
                source:
                  name: s
                  dumps:
                    jdbc: {url: "jdbc:postgresql://127.0.0.1:9/erp", user: u, password: {file: secret}}
                    tables: {people: {key: [id], jdbc: {}}}
                target: {prefix: nw}
                """);

        assertThat(run("ingest", folder.toString(), "--table", "people", "--jdbc"))
                .isEqualTo(ExitCode.FAILED.number());
        assertThat(err).contains("the source at jdbc:postgresql://127.0.0.1:9/erp can't be reached");
        assertThat(json(ExitCode.DONE).at("/tables/0/accepted")).isEmpty();
        assertThat(json(ExitCode.DONE).at("/tables/0/trouble").asText()).contains("can't be reached");
    }

    private String dump(String text) throws IOException {
        return Files.writeString(folder.resolve("people.csv"), text).toString();
    }

    private JsonNode json(ExitCode expected, String... options) throws IOException {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "ingest";
        arguments[1] = folder.toString();
        arguments[2] = "--json";
        System.arraycopy(options, 0, arguments, 3, options.length);
        StringWriter out = new StringWriter();
        StringWriter said = new StringWriter();
        int code = FerryApp.run(new PrintWriter(out), new PrintWriter(said), GracefulStop.NEVER, arguments);
        assertThat(code).as("%s%s", out, said).isEqualTo(expected.number());
        JsonNode document = new ObjectMapper().readTree(out.toString());
        Published.assertFollows("ingest", document);
        return document;
    }

    private String ferry(String... arguments) {
        StringWriter out = new StringWriter();
        FerryApp.run(new PrintWriter(out), new PrintWriter(new StringWriter()), GracefulStop.NEVER, arguments);
        return out.toString();
    }

    private int run(String... arguments) {
        StringWriter said = new StringWriter();
        int code =
                FerryApp.run(new PrintWriter(new StringWriter()), new PrintWriter(said), GracefulStop.NEVER, arguments);
        err = said.toString();
        return code;
    }
}
