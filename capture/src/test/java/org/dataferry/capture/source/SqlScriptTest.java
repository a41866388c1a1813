package org.dataferry.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s; fine'",
                "SELECT E'it\\'s; fine'",
                "SELECT e'\\\\'",
                "SELECT 'C:\\'",
                "SELECT \"a;b\"\"c;\"",
                "SELECT $$a;b$$",
                "SELECT $$a;$b$;c$$",
                "SELECT $x$a;$$;$x$",
                "SELECT a$1, $1, name$x$ FROM t",
                "SELECT $1",
                "INSERT INTO t VALUES (1, 'a'), (2, ';')",
                "CREATE RULE r AS ON INSERT TO t DO (INSERT INTO a VALUES (1); INSERT INTO b VALUES (2))",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1;'",
                "SELECT 1 - 2 / 3",
                "SELECT code FROM e'x'"
            })
    void keepsAStatementTogether(String sql) throws IOException {
        assertThat(statements(sql + ";\nSELECT 2;")).containsExactly(sql, "SELECT 2");
    }

    @Test
    void leavesCommentsOut() throws IOException {
        String script = "-- a; b\n/* c; /* d; */ ' */ SELECT /* ; */ 1 -- ;'\n + 2;;\n--";

        assertThat(statements(script)).containsExactly("SELECT   1 \n + 2");
    }

    @Test
    void takesBackslashesInStringsAsTheScriptSays() throws IOException {
        String script = "SET standard_conforming_strings = off; SELECT 'a\\';b'; SET standard_conforming_strings TO on;"
                + " SELECT 'a\\'; SELECT 2";

        assertThat(statements(script))
                .containsExactly(
                        "SET standard_conforming_strings = off",
                        "SELECT 'a\\';b'",
                        "SET standard_conforming_strings TO on",
                        "SELECT 'a\\'",
                        "SELECT 2");
    }

    @Test
    void handsOutTheDataOfACopyLineByLine() throws IOException {
        SqlScript script = new SqlScript(new StringReader(
                "COPY public.t (a, b) FROM stdin;\n1\t';--\n\\N\t\\.x\r\n\\.\n\n\\unrestrict x\nSELECT 1;\n"));

        assertThat(script.next()).contains(new ScriptItem.Copy(1, "COPY public.t (a, b) FROM stdin"));
        assertThat(script.copyLine(1)).isEqualTo("1\t';--");
        assertThat(script.copyLine(1)).isEqualTo("\\N\t\\.x");
        assertThat(script.copyLine(1)).isNull();
        assertThat(script.next()).contains(new ScriptItem.MetaCommand(6, "\\unrestrict x"));
        assertThat(script.next()).contains(new ScriptItem.Statement(7, "SELECT 1"));
        assertThat(script.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n'abc", "\n\"abc", "\n$a$ abc $$", "\n/* /* */", "\nSELECT (1;"})
    void namesTheLineWhereSomethingIsNeverClosed(String script) {
        assertThatThrownBy(() -> statements(script))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void findsTheStatementsThatWereJoinedHoweverTheyAreQuoted() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder script = new StringBuilder();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                String statement = randomStatement(random);
                expected.add(statement);
                script.append(statement).append(random.nextBoolean() ? ";" : " ;\n-- x;'$$\n");
            }
            assertThat(statements(script.toString())).as(script.toString()).isEqualTo(expected);
        }
    }

    private static String randomStatement(Random random) {
        StringBuilder statement = new StringBuilder("SELECT");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String noise = noise(random);
            statement
                    .append(' ')
                    .append(
                            switch (random.nextInt(6)) {
                                case 0 -> "'" + noise.replace("'", "''") + "'";
                                case 1 -> "E'" + noise.replace("\\", "\\\\").replace("'", "\\'") + "'";
                                case 2 -> "\"" + noise.replace("\"", "\"\"") + "\"";
                                case 3 -> "$q$" + noise + "$q$";
                                case 4 -> "(" + random.nextInt() + ")";
                                default -> "name_" + random.nextInt(100);
                            });
        }
        return statement.toString();
    }

    private static String noise(Random random) {
        String alphabet = "';\"$\\-/*() \na";
        StringBuilder noise = new StringBuilder();
        random.ints(random.nextInt(12), 0, alphabet.length()).forEach(c -> noise.append(alphabet.charAt(c)));
        return noise.toString();
    }

    private static List<String> statements(String text) throws IOException {
        SqlScript script = new SqlScript(new StringReader(text));
        List<String> statements = new ArrayList<>();
        for (Optional<ScriptItem> item = script.next(); item.isPresent(); item = script.next()) {
            statements.add(((ScriptItem.Statement) item.get()).sql());
        }
        return statements;
    }
}
