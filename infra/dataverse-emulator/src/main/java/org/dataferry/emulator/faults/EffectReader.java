package org.dataferry.emulator.faults;

import java.time.Duration;
import java.util.List;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/**
 * The effects by name.
 *
 * <p>Sources: Microsoft's page "Web service error codes" for codes and names; its support articles "Bulk operation errors" for SQL errors; the lock
 * of customisations with 429 and 0x80071151 is as several public tools met it. The text of administration mode is unverified.
 */
final class EffectReader {
    static final List<String> NAMES = List.of(
            "respond",
            "dropAnswer",
            "dropRequest",
            "delay",
            "commitLate",
            "halfAnswer",
            "pluginFailure",
            "deadlock",
            "sqlTimeout",
            "badGateway",
            "serviceUnavailable",
            "gatewayTimeout",
            "tokenExpired",
            "keyInactive",
            "tableCustomised",
            "administrationMode");
    private static final int THROTTLED = 429;

    private final RuleText text;
    private final int index;

    EffectReader(RuleText text, int index) {
        this.text = text;
        this.index = index;
    }

    Effect read() {
        Duration pause = Duration.ofMillis(or(text.millis(), 0L));
        return switch (or(text.effect(), "")) {
            case "respond" ->
                new Effect.Respond(
                        or(text.status(), THROTTLED),
                        or(text.code(), "0x80040216"),
                        or(text.message(), "An injected fault."),
                        text.retryAfter());
            case "administrationMode" ->
                new Effect.Respond(
                        or(text.status(), 503),
                        or(text.code(), "0x8004a104"),
                        or(text.message(), "The organization is disabled."),
                        text.retryAfter());
            case "dropAnswer" -> new Effect.DropAnswer();
            case "dropRequest" -> new Effect.DropRequest();
            case "halfAnswer" -> new Effect.HalfAnswer();
            case "delay" -> new Effect.Delay(pause);
            case "commitLate" -> new Effect.CommitLate(pause);
            case "tokenExpired" -> new Effect.ExpireToken();
            case "badGateway" -> new Effect.Page(502);
            case "serviceUnavailable" -> new Effect.Page(503);
            case "gatewayTimeout" -> new Effect.Page(504);
            case "pluginFailure" -> refuse(400, "0x80040265", "The plug-in refused the row.");
            case "deadlock" -> refuse(500, "0x80044150", "Generic SQL error. Sql Number: 1205");
            case "sqlTimeout" -> refuse(500, "0x80044151", "SQL timeout expired.");
            case "keyInactive" ->
                refuse(
                        400,
                        "0x8006088f",
                        "The key of entity " + or(text.table(), "")
                                + " can't be used: its index is InProgress, not Active.");
            case "tableCustomised" -> new Effect.Customise();
            default ->
                throw new EmulatorException("Fault " + index + ": effect '" + text.effect() + "' is not "
                        + String.join(", ", NAMES.subList(0, NAMES.size() - 1)) + " or " + NAMES.getLast());
        };
    }

    private Effect refuse(int status, String code, String message) {
        return new Effect.Refuse(or(text.status(), status), or(text.code(), code), or(text.message(), message));
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
