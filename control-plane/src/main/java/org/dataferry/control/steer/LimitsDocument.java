package org.dataferry.control.steer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dataferry.control.status.ControlDocument;
import org.dataferry.control.status.Moments;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.jspecify.annotations.Nullable;

/** What the sinks keep to now, beside what is configured; as JSON its schema is {@code limits.schema.json}. */
public final class LimitsDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SinkControl control;
    private final int rebuild;
    private final Instant now;
    private final boolean paced;
    private final List<Limit> limits;

    /** @param value a whole number, a share, or a duration; null where there is none */
    private record Limit(
            String name, @Nullable Object value, @Nullable Object configured) {
        boolean isChanged() {
            return !Objects.equals(value, configured);
        }
    }

    public LimitsDocument(MigrationSettings settings, SinkControl control, int rebuild, Instant now) {
        this.control = control;
        this.rebuild = rebuild;
        this.now = now;
        LimitSettings.Sink sink = settings.limits().sink();
        LimitSettings.Sink sinkNow = sink.with(control.limits());
        ProtectionSettings protection = settings.protection();
        ProtectionSettings protectionNow = protection.with(control.limits());
        this.paced = protection.enabled();
        this.limits = List.of(
                new Limit("requests", protectionNow.requests(), protection.requests()),
                new Limit("executionTime", protectionNow.executionTime(), protection.executionTime()),
                new Limit("reserve", protectionNow.reserve(), protection.reserve()),
                new Limit("concurrentRequests", sinkNow.concurrentRequests(), sink.concurrentRequests()),
                new Limit("batchSize", sinkNow.batchSize(), sink.batchSize()),
                new Limit("largestBatch", sinkNow.largestBatch(), sink.largestBatch()),
                new Limit("entitlement", sinkNow.entitlement(), sink.entitlement()));
    }

    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-20s%10s%12s", "limit", "now", "configured"));
        for (Limit limit : limits) {
            lines.add(String.format(
                            "%-20s%10s%12s",
                            limit.name(), word(limit.value()), limit.isChanged() ? word(limit.configured()) : "")
                    .stripTrailing());
        }
        if (!paced) {
            lines.add("Requests are not paced: the first three hold nothing back.");
        }
        control.limitsBy()
                .ifPresent(decision -> lines.add(
                        "Changed " + ControlDocument.words(decision, new Moments(ZoneId.systemDefault()), now)));
        return String.join("\n", lines);
    }

    public ObjectNode json() {
        ObjectNode document = JSON.createObjectNode().put("rebuild", rebuild).put("paced", paced);
        ObjectNode all = document.putObject("limits");
        for (Limit limit : limits) {
            ObjectNode node = all.putObject(limit.name());
            node.set("now", JSON.valueToTree(plain(limit.value())));
            node.set("configured", JSON.valueToTree(plain(limit.configured())));
        }
        document.set("changed", control.limitsBy().map(ControlDocument::json).orElse(null));
        return document;
    }

    private static String word(@Nullable Object value) {
        return value == null ? "none" : String.valueOf(plain(value));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Duration duration
                ? duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms"
                : value;
    }
}
