package org.dataferry.transform.mapping.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.type.DeclaredType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader know the same fields. */
class MappingSchemaTest {

    private static final Pattern KNOWN = Pattern.compile("known here: ([a-zA-Z, ]+)");

    @TempDir
    java.nio.file.Path folder;

    private JsonNode schema;

    @BeforeEach
    void read() throws IOException {
        try (var stream = MappingDocument.class.getResourceAsStream("../mapping.schema.json")) {
            schema = new ObjectMapper().readTree(stream);
        }
    }

    @Test
    void namesTheFieldsOfAMapping() throws IOException {
        assertThat(names(schema.at("/$defs/rows"))).isEqualTo(known("nonsense: 1"));
    }

    @Test
    void namesTheFieldsOfALinkFile() throws IOException {
        assertThat(names(schema.at("/$defs/links"))).isEqualTo(known("relationship: a\nnonsense: 1"));
    }

    @Test
    void namesTheFieldsOfALookup() throws IOException {
        assertThat(names(schema.at("/$defs/lookup"))).isEqualTo(known("lookups: { a: { nonsense: 1 } }"));
    }

    @Test
    void namesTheFieldsOfAFile() throws IOException {
        assertThat(names(schema.at("/$defs/file"))).isEqualTo(known("files: { a: { nonsense: 1 } }"));
    }

    @Test
    void namesTheFieldsOfAnEndOfALink() throws IOException {
        assertThat(names(schema.at("/$defs/parent"))).isEqualTo(known("relationship: a\nfirst: { nonsense: 1 }"));
    }

    @Test
    void namesTheFieldsOfAState() throws IOException {
        assertThat(names(schema.at("/$defs/state"))).isEqualTo(known("state: { nonsense: 1 }"));
        assertThat(names(schema.at("/$defs/number/oneOf/2"))).isEqualTo(known("state: { state: { nonsense: 1 } }"));
    }

    @Test
    void namesTheFieldsOfAMerge() throws IOException {
        assertThat(names(schema.at("/$defs/merge"))).isEqualTo(known("merge: { nonsense: 1 }"));
        assertThat(names(schema.at("/$defs/matchPart/oneOf/1"))).isEqualTo(known("merge: { key: { nonsense: 1 } }"));
    }

    @Test
    void namesTheFieldsOfAnAdoption() throws IOException {
        assertThat(names(schema.at("/$defs/adopt"))).isEqualTo(known("adopt: { nonsense: 1 }"));
    }

    @Test
    void namesTheFieldsOfATable() throws IOException {
        assertThat(names(schema.at("/$defs/table"))).isEqualTo(known("table: { nonsense: 1 }"));
    }

    @Test
    void namesTheFieldsOfAColumn() throws IOException {
        assertThat(names(schema.at("/$defs/column/oneOf/1"))).isEqualTo(known("columns: { a: { nonsense: 1 } }"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text(10)",
                "memo(10)",
                "whole",
                "bigint",
                "decimal(4)",
                "double",
                "money(4)",
                "boolean",
                "choice",
                "choice(1)",
                "date",
                "datetime(userLocal)",
                "datetime(timeZoneIndependent)",
                "datetime(utc)",
                "text",
                "number(4)",
                "date(1)"
            })
    void knowsTheTypesThatTheReaderKnows(String type) {
        String pattern =
                schema.at("/$defs/column/oneOf/1/properties/type/pattern").asText();

        assertThat(type.matches(pattern)).isEqualTo(DeclaredType.parse(type).isPresent());
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.get("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What the reader says that it knows, beside a field that it does not. */
    private Set<String> known(String yaml) throws IOException {
        java.nio.file.Files.writeString(folder.resolve("a.yaml"), yaml);
        try {
            MappingFiles.read(folder);
            return Set.of();
        } catch (MappingException refused) {
            Matcher matcher = KNOWN.matcher(refused.getMessage());
            assertThat(matcher.find()).as(refused.getMessage()).isTrue();
            return new TreeSet<>(Set.of(matcher.group(1).split(", ")));
        }
    }
}
