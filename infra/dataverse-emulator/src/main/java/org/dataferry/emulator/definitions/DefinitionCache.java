package org.dataferry.emulator.definitions;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * The definitions as readers of them see them: as they were a moment ago, unless a reader asks for {@code Consistency: Strong}. Rows are
 * always read and written by the newest.
 *
 * <p>Source: Microsoft's page "Query table definitions using the Web API".
 */
final class DefinitionCache {
    private final Supplier<Catalog> newest;
    private final long lifetime;
    private final LongSupplier nanos;
    private @Nullable Catalog cached;
    private long readAt;

    /** @param lifetime how long what was read may be shown again; zero for never */
    DefinitionCache(Supplier<Catalog> newest, Duration lifetime, LongSupplier nanos) {
        this.newest = newest;
        this.lifetime = lifetime.toNanos();
        this.nanos = nanos;
    }

    synchronized Catalog shownTo(ApiRequest request) {
        boolean strong = "Strong".equalsIgnoreCase(request.header("Consistency"));
        long now = nanos.getAsLong();
        Catalog shown = cached;
        if (shown == null || strong || now - readAt >= lifetime) {
            shown = newest.get();
            cached = shown;
            readAt = now;
        }
        return shown;
    }
}
