package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a column of the target is made of.
 *
 * @param options how its text becomes an option; null if it is taken as it is
 * @param type the type as written, for a column that {@code prepare} makes
 * @param label the display name of a column that {@code prepare} makes
 * @param personal whether it holds data of persons, which not everybody who sees rows is to see
 */
public record ColumnDocument(
        Content content,
        @Nullable OptionsDocument options,
        @Nullable String type,
        @Nullable String label,
        boolean personal) {

    /** What the column holds. */
    public sealed interface Content {

        /** The field of the file that says it. */
        String field();

        record SourceColumnName(String name) implements Content {
            @Override
            public String field() {
                return "column";
            }
        }

        record Constant(Value value) implements Content {
            @Override
            public String field() {
                return "constant";
            }
        }

        record Expression(String text) implements Content {
            @Override
            public String field() {
                return "cel";
            }
        }
    }

    /** Nothing is said of it but what it is made of. */
    public static ColumnDocument bare(Content content) {
        return new ColumnDocument(content, null, null, null, false);
    }

    /** A bare string is the name of a source column. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ColumnDocument of(String column) {
        return bare(new Content.SourceColumnName(RequiredField.of("column", column)));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ColumnDocument of(long number) {
        throw notAColumn(Long.toString(number));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ColumnDocument of(double number) {
        throw notAColumn(Double.toString(number));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ColumnDocument of(boolean bool) {
        throw notAColumn(Boolean.toString(bool));
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    static ColumnDocument of(
            @JsonProperty("column") @Nullable String column,
            @JsonProperty("constant") @JsonDeserialize(using = ConstantReader.class) @Nullable Value constant,
            @JsonProperty("cel") @Nullable String cel,
            @JsonProperty("options") @JsonDeserialize(using = ConstantReader.class) @Nullable Value options,
            @JsonProperty("unknown") @JsonDeserialize(using = ConstantReader.class) @Nullable Value unknownText,
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("label") @Nullable String label,
            @JsonProperty("personal") @Nullable Boolean personal,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "cel, column, constant, label, options, personal, type, unknown");
        int given = (column == null ? 0 : 1) + (constant == null ? 0 : 1) + (cel == null ? 0 : 1);
        if (given != 1) {
            throw new SettingsException("a column has exactly one of column, constant and cel; this one has " + given);
        }
        return new ColumnDocument(
                content(column, constant, cel),
                options(options, unknownText, column, constant),
                type,
                label,
                Boolean.TRUE.equals(personal));
    }

    private static @Nullable OptionsDocument options(
            @Nullable Value options, @Nullable Value unknownText, @Nullable String column, @Nullable Value constant) {
        if (options == null) {
            if (unknownText != null) {
                throw new SettingsException(
                        "'unknown' says what becomes of a text without an option; add options: true");
            }
            return null;
        }
        if (constant != null) {
            throw new SettingsException("a constant is the option itself; write its number, and leave options: out");
        }
        return OptionsDocument.of(options, unknownText, column);
    }

    private static Content content(@Nullable String column, @Nullable Value constant, @Nullable String cel) {
        if (column != null) {
            return new Content.SourceColumnName(column);
        }
        return constant != null ? new Content.Constant(constant) : new Content.Expression(cel == null ? "" : cel);
    }

    private static SettingsException notAColumn(String written) {
        return new SettingsException(
                written + " is not the name of a source column; a constant is { constant: " + written + " }");
    }
}
