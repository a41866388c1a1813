package org.dataferry.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.dataferry.capture.SourceServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlScriptLoaderIT {

    @TempDir
    Path directory;

    private SourceAddress address;
    private SqlScriptLoader loader;

    @BeforeEach
    void makeDatabase() throws SQLException {
        address = SourceServer.newDatabase();
        loader = new SqlScriptLoader(address);
    }

    @Test
    void loadsADumpWithEverythingThatPgDumpWrites() throws Exception {
        Path dump = file("""
                -- PostgreSQL database dump
                \\restrict aB3
                SET statement_timeout = 0;
                SET transaction_timeout = 0;
                SET default_with_oids = false;
                SET client_encoding = 'UTF8';
                SET standard_conforming_strings = on;
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE DATABASE elsewhere;
                \\connect elsewhere
                BEGIN;
                CREATE TABLE public.t (a integer PRIMARY KEY, b text);
                CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $_$ SELECT 1; $_$;
                COPY public.t (a, b) FROM stdin;
                1\tit's; "fine"
                2\t\\N
                \\.
                INSERT INTO public.t VALUES (3, E'tab\\there'), (4, '{d}?');
                COMMIT;
                \\unrestrict aB3
                """);

        LoadedScript loaded = loader.load(dump);

        assertThat(loaded).isInstanceOfSatisfying(LoadedScript.Loaded.class, it -> {
            assertThat(it.copiedRows()).isEqualTo(2);
            assertThat(it.sha256()).hasSize(64);
        });
        assertThat(text("SELECT string_agg(coalesce(b, '-'), '|' ORDER BY a) FROM t"))
                .isEqualTo("it's; \"fine\"|-|tab\there|{d}?");
        assertThat(loader.load(dump)).isInstanceOf(LoadedScript.AlreadyLoaded.class);
        assertThat(text("SELECT count(*) FROM t")).isEqualTo("4");
        assertThat(text("SELECT file_name FROM ferry_loader.loaded_files")).isEqualTo("dump.sql");
    }

    @Test
    void leavesNothingBehindWhenAStatementFails() throws Exception {
        Path dump = file("CREATE TABLE t (a integer);\n\nINSERT INTO t VALUES\n  (1), ('x" + "y".repeat(100) + "');");

        assertThatThrownBy(() -> loader.load(dump))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("dump.sql, line 3:")
                .hasMessageContaining("in: INSERT INTO t VALUES (1), ('xyyy")
                .hasMessageContaining("…");
        assertThat(text("SELECT to_regclass('t') IS NULL AND to_regclass('ferry_loader.loaded_files') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void leavesNothingBehindWhenTheDataOfACopyIsWrong() throws Exception {
        Path wrong = file("CREATE TABLE t (a integer);\nCOPY t FROM stdin;\n1\nx\n\\.\n");

        assertThatThrownBy(() -> loader.load(wrong))
                .hasMessageContaining("line 2:")
                .hasMessageContaining("COPY t");

        Path cut = file("CREATE TABLE t (a integer);\nCOPY t FROM stdin;\n1\n");

        assertThatThrownBy(() -> loader.load(cut)).hasMessageContaining("does not end");
        assertThat(text("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
    }

    @Test
    void refusesWhatWouldEndTheTransactionOrReadOtherFiles() throws Exception {
        assertThatThrownBy(() -> loader.load(file("SELECT 1;\nROLLBACK;"))).hasMessageContaining("line 2");
        assertThatThrownBy(() -> loader.load(file("\\i other.sql\n"))).hasMessageContaining("line 1");
        assertThatThrownBy(() -> loader.load(file("SET client_encoding = 'LATIN1';")))
                .hasMessageContaining("--encoding=UTF8");
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws Exception {
        Path latin = Files.write(directory.resolve("latin.sql"), "SELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> loader.load(latin)).hasMessageContaining("not UTF-8");
    }

    @Test
    void loadsNorthwind() throws Exception {
        Path northwind = Path.of("").toAbsolutePath().getParent().resolve("../shared/data/northwind/northwind.sql");
        assumeThat(northwind)
                .as("the Northwind dump lies beside the repository")
                .exists();

        loader.load(northwind);

        assertThat(text("SELECT count(*) FROM customers")).isEqualTo("91");
        assertThat(text("SELECT count(*) FROM employees")).isEqualTo("9");
        assertThat(text("SELECT count(*) FROM orders")).isEqualTo("830");
        assertThat(SourceCatalogue.read(address)
                        .require(TableName.parse("orders"))
                        .primaryKey())
                .containsExactly("order_id");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("dump.sql"), content);
    }

    private String text(String query) throws SQLException {
        try (Connection connection = SourceServer.connect(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
