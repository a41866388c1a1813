package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message, as the migration developer reads it: {@code problems.txt} has columns of a mapping, or a whole file,
 * each followed by what is said about it.
 */
class MappingProblemsTest {

    private static final String HEADER = "entity: contact\nfrom: public.employees\ncolumns:\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrongAndWhatWouldBeRight(Case given) {
        MappingBench bench = bench().file("contact.yaml", given.yaml());

        List<String> problems = bench.problems();

        assertThat(String.join("\n", problems)).isEqualTo(String.join("\n", given.expected()));
    }

    static Stream<Case> cases() throws IOException {
        try (var stream = MappingProblemsTest.class.getResourceAsStream("problems.txt")) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n{2,}")).map(String::strip).map(Case::parse);
        }
    }

    record Case(String yaml, List<String> expected) {

        static Case parse(String block) {
            List<String> lines = block.lines().toList();
            String written =
                    lines.stream().filter(line -> !line.startsWith("!")).collect(Collectors.joining("\n", "", "\n"));
            boolean wholeFile = written.contains("columns") || written.contains("entity");
            return new Case(
                    wholeFile ? written : HEADER + written.indent(2),
                    lines.stream()
                            .filter(line -> line.startsWith("!"))
                            .map(line -> line.substring(2))
                            .toList());
        }

        @Override
        public String toString() {
            return yaml.replace(HEADER, "").strip();
        }
    }

    private MappingBench bench() {
        return new MappingBench(folder)
                .source(
                        "public.employees",
                        "employee_id WHOLE",
                        "last_name TEXT",
                        "first_name TEXT",
                        "salary DECIMAL",
                        "rating FLOATING",
                        "photo BYTES",
                        "tags LIST",
                        "created LOCAL_TIMESTAMP",
                        "changed TIMESTAMP",
                        "birth_date DATE")
                .target(
                        "contact",
                        "lastname text(50) required",
                        "jobtitle text(100)",
                        "description memo(2000)",
                        "birthdate date",
                        "isprivate boolean",
                        "numberofchildren whole",
                        "modifiedon datetime(userLocal) readonly");
    }
}
