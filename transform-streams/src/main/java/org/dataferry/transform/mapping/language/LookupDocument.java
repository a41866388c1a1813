package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;

/**
 * Which row a lookup names.
 *
 * @param required whether a row is refused whose lookup names none
 * @param patched whether a row is written without the lookup where the named row is missing; null leaves it to the plan
 * @param type the type as written, for a lookup that {@code prepare} makes
 * @param label the display name of a lookup that {@code prepare} makes
 */
public record LookupDocument(
        Names names,
        boolean required,
        @Nullable Boolean patched,
        @Nullable String type,
        @Nullable String label) {

    /** The only type that a lookup is declared with. */
    public static final String TYPE = "lookup";

    private static final String FIELDS = "by, cases, discriminator, from, label, patched, required, to, type, when";

    /** The rows that a lookup may name. */
    public sealed interface Names {

        /** Every entity that it may name. */
        Set<String> entities();

        record One(ParentDocument parent) implements Names {
            @Override
            public Set<String> entities() {
                return Set.of(parent.to());
            }
        }

        /**
         * A polymorphic one.
         *
         * @param when the source column that tells which
         * @param cases by the value of that column, as text; empty where the lookup names none
         */
        record Choice(String when, Map<String, Optional<ParentDocument>> cases) implements Names {
            public Choice {
                cases = Collections.unmodifiableMap(new LinkedHashMap<>(cases));
            }

            @Override
            public Set<String> entities() {
                Set<String> entities = new TreeSet<>();
                cases.values().forEach(parent -> parent.ifPresent(names -> entities.add(names.to())));
                return entities;
            }
        }
    }

    @JsonCreator
    static LookupDocument of(
            @JsonProperty("to") @Nullable String to,
            @JsonProperty("from") @Nullable String from,
            @JsonProperty("by") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> by,
            @JsonProperty("discriminator") @Nullable String discriminator,
            @JsonProperty("when") @Nullable String when,
            @JsonProperty("cases") @Nullable Map<String, @Nullable ParentDocument> cases,
            @JsonProperty("required") @Nullable Boolean required,
            @JsonProperty("patched") @Nullable Boolean patched,
            @JsonProperty("type") @Nullable String type,
            @JsonProperty("label") @Nullable String label,
            @JsonAnySetter @Nullable Map<String, Object> unknown) {
        UnknownFields.refuse(unknown, FIELDS);
        return new LookupDocument(
                when == null && cases == null
                        ? new Names.One(new ParentDocument(
                                RequiredField.of("to", to), from, ParentDocument.columns(by), discriminator))
                        : choice(when, cases, to != null || from != null || by != null || discriminator != null),
                Boolean.TRUE.equals(required),
                patched,
                type,
                label);
    }

    private static Names choice(
            @Nullable String when, @Nullable Map<String, @Nullable ParentDocument> cases, boolean alsoOne) {
        if (alsoOne) {
            throw new SettingsException("a lookup has either to and by, or when and cases; this one has some of both");
        }
        if (cases == null || cases.isEmpty()) {
            throw new SettingsException("'cases' is missing or empty; name a row for each value of " + when);
        }
        Map<String, Optional<ParentDocument>> byValue = new LinkedHashMap<>();
        cases.forEach((value, parent) -> byValue.put(value, Optional.ofNullable(parent)));
        return new Names.Choice(RequiredField.of("when", when), byValue);
    }
}
