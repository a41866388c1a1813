package org.dataferry.capture.dump.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.dump.DumpTypes;
import org.dataferry.capture.source.SourceException;
import org.jspecify.annotations.Nullable;

/**
 * What whoever wrote a dump says of it, in a file beside it: {@code accounts.csv.manifest.json} with any of
 * {@code {"rows": 120, "sha256": "…", "takenAt": "2026-01-31T02:00:00Z", "types": {"id": "whole"}}}. It is written after the dump.
 *
 * @param types of columns that the settings do not declare; they count when a column is first seen
 */
public record Manifest(
        Optional<Long> rows, Optional<String> sha256, Optional<Instant> takenAt, Map<String, DumpType> types) {

    static final String SUFFIX = ".manifest.json";

    static final Manifest NONE = new Manifest(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** As it stands in the file. */
    record Document(
            @JsonProperty("rows") @Nullable Long rows,
            @JsonProperty("sha256") @Nullable String sha256,
            @JsonProperty("takenAt") @Nullable String takenAt,
            @JsonProperty("types") @Nullable Map<String, String> types) {}

    public Manifest {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** Writes it beside its dump. */
    public void write(Path dump) throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        types.forEach((column, type) -> named.put(column, type.text()));
        JSON.writeValue(
                of(dump).toFile(),
                new Document(
                        rows.orElse(null),
                        sha256.orElse(null),
                        takenAt.map(Instant::toString).orElse(null),
                        named));
    }

    public static Path of(Path dump) {
        return dump.resolveSibling(dump.getFileName() + SUFFIX);
    }

    /** @throws SourceException if there is one that cannot be read */
    static Manifest read(Path dump) {
        Path file = of(dump);
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            Document document = JSON.readValue(Files.readAllBytes(file), Document.class);
            return new Manifest(
                    Optional.ofNullable(document.rows()),
                    Optional.ofNullable(document.sha256()),
                    Optional.ofNullable(document.takenAt())
                            .map(text -> OffsetDateTime.parse(text).toInstant()),
                    types(document));
        } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
            throw new SourceException(
                    file + " is no manifest: "
                            + unreadable.getMessage().lines().findFirst().orElse("")
                            + "; expected {\"rows\": N, \"sha256\": \"…\", \"takenAt\": \"2026-01-31T02:00:00Z\","
                            + " \"types\": {\"id\": \"whole\"}}",
                    unreadable);
        }
    }

    private static Map<String, DumpType> types(Document document) {
        Map<String, DumpType> types = new LinkedHashMap<>();
        if (document.types() != null) {
            document.types().forEach((column, type) -> types.put(column, DumpTypes.parse(type)));
        }
        return types;
    }
}
