package org.dataferry.emulator.faults;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a fault strikes. Thread-safe; it counts the requests that it matched. */
final class FaultRule {
    private final @Nullable String method;
    private final Pattern path;
    private final @Nullable String body;
    private final Effect effect;
    private final long skip;
    private final long count;
    private final AtomicLong matched = new AtomicLong();

    /** @param skip how many matching requests pass first; @param count how many it then strikes */
    FaultRule(@Nullable String method, Pattern path, @Nullable String body, Effect effect, long skip, long count) {
        this.method = method;
        this.path = path;
        this.body = body;
        this.effect = effect;
        this.skip = skip;
        this.count = count;
    }

    @Nullable Effect strike(String requestMethod, String requestPath, Supplier<String> requestBody) {
        if (method != null && !method.equalsIgnoreCase(requestMethod)
                || !path.matcher(requestPath).find()
                || body != null && !requestBody.get().contains(body)) {
            return null;
        }
        long number = matched.getAndIncrement();
        return number >= skip && number - skip < count ? effect : null;
    }
}
