package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the dumps of a table look.
 *
 * @param file the names of its files in the folder, {@code *} and {@code ?} standing for any; what ends in {@code .parquet}
 *     is Parquet, all else delimited text, {@code .gz} packed; null where there is {@code jdbc}
 * @param jdbc what is read of the database {@link DumpSettings#jdbc()} instead of files; null where there is {@code file}
 * @param key the columns that tell its rows apart
 * @param delimiter between fields, one character
 * @param quote around fields, one character
 * @param escape before a quote within quotes, one character
 * @param encoding as Java names it
 * @param header whether the first line names the columns
 * @param columns the names of the columns, where no header does
 * @param nullText what an unquoted field without a value says
 * @param types of columns, such as {@code decimal(14,2)}; those of the others are found out at the first dump
 * @param deletedPercent instead of {@link DumpLimits#deletedPercent()}; null for that
 */
public record DumpTableSettings(
        @Nullable String file,
        @Nullable JdbcTableSettings jdbc,
        List<String> key,
        String delimiter,
        String quote,
        String escape,
        String encoding,
        boolean header,
        List<String> columns,
        String nullText,
        Map<String, String> types,
        @Nullable Integer deletedPercent) {

    public DumpTableSettings {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    @JsonCreator
    static DumpTableSettings of(
            @JsonProperty("file") @Nullable String file,
            @JsonProperty("jdbc") @Nullable JdbcTableSettings jdbc,
            @JsonProperty(value = "key", required = true) List<String> key,
            @JsonProperty("delimiter") @Nullable String delimiter,
            @JsonProperty("quote") @Nullable String quote,
            @JsonProperty("escape") @Nullable String escape,
            @JsonProperty("encoding") @Nullable String encoding,
            @JsonProperty("header") @Nullable Boolean header,
            @JsonProperty("columns") @Nullable List<String> columns,
            @JsonProperty("nullText") @Nullable String nullText,
            @JsonProperty("types") @Nullable Map<String, String> types,
            @JsonProperty("deletedPercent") @Nullable Integer deletedPercent) {
        boolean describesText = Stream.of(delimiter, quote, escape, encoding, header, columns, nullText)
                .anyMatch(Objects::nonNull);
        require(
                jdbc == null || !describesText,
                "a table of source.dumps.tables has jdbc, and with it delimiter, quote, escape, encoding, header, columns or"
                        + " nullText, which are of files");
        return new DumpTableSettings(
                file,
                jdbc,
                key,
                delimiter == null ? "," : delimiter,
                quote == null ? "\"" : quote,
                escape == null ? "\"" : escape,
                encoding == null ? "UTF-8" : encoding,
                header == null || header,
                columns == null ? List.of() : columns,
                nullText == null ? "" : nullText,
                types == null ? Map.of() : types,
                deletedPercent);
    }

    public Charset charset() {
        return Charset.forName(encoding);
    }

    /** @param path where it stands in the file */
    void check(String path) {
        require(
                (file == null) != (jdbc == null),
                path + " has " + (file == null ? "neither file nor jdbc" : "both file and jdbc")
                        + ", expected one of them");
        if (jdbc != null) {
            jdbc.check(path + ".jdbc");
        }
        require(
                file == null || (!file.isBlank() && !file.contains("/")),
                path + ".file is '" + file + "', expected a name of files");
        require(!key.isEmpty(), path + ".key is empty, expected the columns that tell rows apart");
        single(path + ".delimiter", delimiter);
        single(path + ".quote", quote);
        single(path + ".escape", escape);
        require(header == columns.isEmpty(), path + ".columns names the columns where header is false, and only there");
        require(
                deletedPercent == null || (deletedPercent >= 0 && deletedPercent <= 100),
                path + ".deletedPercent is " + deletedPercent + ", expected 0 to 100");
        try {
            Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new SettingsException(
                    path + ".encoding is '" + encoding + "', expected one such as UTF-8, windows-1252 or UTF-16LE",
                    unknown);
        }
    }

    private static void single(String name, String text) {
        require(text.length() == 1, name + " is '" + text + "', expected one character");
    }

    private static void require(boolean held, String message) {
        if (!held) {
            throw new SettingsException(message);
        }
    }
}
