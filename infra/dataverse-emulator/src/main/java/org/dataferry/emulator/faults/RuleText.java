package org.dataferry.emulator.faults;

import org.jspecify.annotations.Nullable;

/**
 * A rule as it is written in JSON.
 *
 * @param name for people
 * @param method of HTTP
 * @param path a regular expression that is found in the decoded path and query
 * @param body a text that the body holds
 * @param table the logical name; of a batch, that of any part
 * @param operation create, update, upsert, delete, associate, read, query, definition, batch or other; of a batch, that of any part
 * @param where a value that a row of the body has
 * @param share of the matching requests that are struck, above 0 and at most 1; which ones follows from the seed
 * @param after how many that would be struck pass first
 * @param count how many are struck then; 1, or without a bound where {@code share} or {@code lasts} is given
 * @param begins scaled time from now until it is in force
 * @param lasts scaled time for which it is in force
 */
public record RuleText(
        @Nullable String name,
        @Nullable String method,
        @Nullable String path,
        @Nullable String body,
        @Nullable String table,
        @Nullable String operation,
        @Nullable Where where,
        @Nullable Double share,
        @Nullable Long after,
        @Nullable Long count,
        @Nullable String begins,
        @Nullable String lasts,
        @Nullable String effect,
        @Nullable Integer status,
        @Nullable String code,
        @Nullable String message,
        @Nullable Integer retryAfter,
        @Nullable Long millis) {

    /** @param matches a regular expression that is found in the value; one of the two is given */
    public record Where(
            String column,
            @Nullable String equals,
            @Nullable String matches) {}
}
