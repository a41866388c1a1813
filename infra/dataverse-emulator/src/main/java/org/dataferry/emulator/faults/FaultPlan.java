package org.dataferry.emulator.faults;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;

/** The rules in force. The first one that strikes a request decides. Thread-safe. */
public final class FaultPlan {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int THROTTLED = 429;

    /** A rule as it is written in JSON; see the README. */
    record RuleText(
            @Nullable String method,
            @Nullable String path,
            @Nullable String body,
            @Nullable String effect,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String message,
            @Nullable Integer retryAfter,
            @Nullable Long millis,
            @Nullable Long after,
            @Nullable Long count) {}

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final LongAdder strikes = new LongAdder();

    /** Adds the rules of a JSON list. @throws EmulatorException naming the rule that is wrong; then none is added */
    public void add(byte[] json) {
        List<FaultRule> added = new ArrayList<>();
        try {
            for (RuleText text : JSON.readValue(json, RuleText[].class)) {
                added.add(rule(text, added.size()));
            }
        } catch (IOException e) {
            throw new EmulatorException("The faults must be a JSON list of rules: " + e.getMessage(), e);
        }
        rules.addAll(added);
    }

    public void clear() {
        rules.clear();
    }

    public long strikes() {
        return strikes.sum();
    }

    public @Nullable Effect strike(String method, String path, Supplier<String> body) {
        for (FaultRule rule : rules) {
            Effect effect = rule.strike(method, path, body);
            if (effect != null) {
                strikes.increment();
                return effect;
            }
        }
        return null;
    }

    private static FaultRule rule(RuleText text, int index) {
        try {
            return new FaultRule(
                    text.method(),
                    Pattern.compile(text.path() == null ? "" : text.path()),
                    text.body(),
                    effect(text, index),
                    text.after() == null ? 0 : text.after(),
                    text.count() == null ? 1 : text.count());
        } catch (PatternSyntaxException e) {
            throw new EmulatorException("Fault " + index + ": path is no regular expression: " + e.getMessage(), e);
        }
    }

    private static Effect effect(RuleText text, int index) {
        Duration wait = Duration.ofMillis(text.millis() == null ? 0 : text.millis());
        return switch (text.effect() == null ? "" : text.effect()) {
            case "respond" -> {
                int status = text.status() == null ? THROTTLED : text.status();
                yield new Effect.Respond(
                        status,
                        text.code() == null ? "0x80040216" : text.code(),
                        text.message() == null ? "An injected fault." : text.message(),
                        text.retryAfter());
            }
            case "dropAnswer" -> new Effect.DropAnswer();
            case "dropRequest" -> new Effect.DropRequest();
            case "delay" -> new Effect.Delay(wait);
            case "commitLate" -> new Effect.CommitLate(wait);
            default ->
                throw new EmulatorException("Fault " + index + ": effect '" + text.effect()
                        + "' is not respond, dropAnswer, dropRequest, delay or commitLate");
        };
    }
}
