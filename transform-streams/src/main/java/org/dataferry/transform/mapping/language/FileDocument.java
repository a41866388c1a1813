package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * What a file column of the target is made of.
 *
 * @param name how the name of the file is made; null for the last part of its path, or the name of the column
 * @param type the type as written, for a column that {@code prepare} makes
 * @param label the display name of a column that {@code prepare} makes
 */
public record FileDocument(
        Origin origin,
        @Nullable ColumnDocument name,
        @Nullable String type,
        @Nullable String label) {

    /** Where the content is. */
    public sealed interface Origin {

        /** In a file; the path begins at the folder of the source. */
        record Path(ColumnDocument path) implements Origin {}

        /** In a column of the source row, of binary data. */
        record Content(String column) implements Origin {}
    }

    @JsonCreator
    static FileDocument of(
            @JsonProperty("path") @Nullable ColumnDocument path,
            @JsonProperty("content") @Nullable String content,
            @JsonProperty("name") @Nullable ColumnDocument name,
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("label") @Nullable String label,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, "content, label, name, path, type");
        if (path != null && content != null) {
            throw new SettingsException("a file has either a path or a content; this one has both");
        }
        if (path == null && content == null) {
            throw new SettingsException(
                    "a file has a path below source.files, such as path: contract_path, or a content, the"
                            + " name of a source column with binary data; this one has neither");
        }
        requireText("path", path);
        requireText("name", name);
        return new FileDocument(
                path == null ? new Origin.Content(RequiredField.of("content", content)) : new Origin.Path(path),
                name,
                type,
                label);
    }

    private static void requireText(String field, @Nullable ColumnDocument made) {
        if (made != null
                && (made.options() != null || made.type() != null || made.label() != null || made.personal())) {
            throw new SettingsException(
                    "'" + field + "' is a text: the name of a source column, { cel: ... } or" + " { constant: ... }");
        }
    }
}
