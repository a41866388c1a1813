package org.dataferry.emulator.write;

import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the row that it expects.
 *
 * <p>Source: Microsoft's page "Perform conditional operations using the Web API".
 */
sealed interface Precondition {
    record None() implements Precondition {}

    /** {@code If-Match: *}: update, never create. */
    record Exists() implements Precondition {}

    /** {@code If-None-Match: *}: create, never update. */
    record Absent() implements Precondition {}

    /** {@code If-Match: W/"n"}: only this version. */
    record Version(long version) implements Precondition {}

    static Precondition of(ApiRequest request) {
        String match = request.header("If-Match");
        if (match != null) {
            Long version = version(match);
            if (version == null && !match.strip().equals("*")) {
                throw new Refusal(400, "0x80060883", "The If-Match header " + match + " holds no row version.");
            }
            return version == null ? new Exists() : new Version(version);
        }
        String noneMatch = request.header("If-None-Match");
        return noneMatch != null && noneMatch.strip().equals("*") ? new Absent() : new None();
    }

    /** The number of {@code W/"n"}, or null. */
    static @Nullable Long version(String etag) {
        String digits = etag.strip().replace("W/", "").replace("\"", "");
        return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit) ? Long.valueOf(digits) : null;
    }

    default void checkFound(long version) {
        switch (this) {
            case None ignored -> {}
            case Exists ignored -> {}
            case Absent ignored -> throw Refusals.matchingKeyExists();
            case Version expected -> {
                if (expected.version() != version) {
                    throw Refusals.versionMismatch();
                }
            }
        }
    }

    /** Whether a row that is not there may be created. */
    default boolean mayCreate() {
        return switch (this) {
            case None ignored -> true;
            case Absent ignored -> true;
            case Exists ignored -> false;
            case Version ignored -> false;
        };
    }
}
