package org.dataferry.emulator;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dataferry.emulator.admin.Maintenance;
import org.dataferry.emulator.api.ApiRouter;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.definitions.Definitions;
import org.dataferry.emulator.definitions.KeyActivation;
import org.dataferry.emulator.http.Backend;
import org.dataferry.emulator.http.Gate;
import org.dataferry.emulator.jobs.BulkDeletes;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Members;
import org.dataferry.emulator.shape.ShapeReader;
import org.dataferry.emulator.store.ReadView;
import org.dataferry.emulator.store.Retention;
import org.dataferry.emulator.store.RowStore;
import org.jspecify.annotations.Nullable;

/** The environment that is served now, rows and definitions, and the way from one to another. */
final class Environments implements Maintenance, AutoCloseable {
    /** Longer than the documented two minutes of a plug-in would keep everybody waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Open(RowStore store, KeyActivation keys, BulkDeletes bulkDeletes, Backend backend) {
        void close() {
            bulkDeletes.close();
            keys.close();
            store.close();
        }
    }

    private final Supplier<EmulatorSettings> settings;
    private final TimeScale time;
    private final Clock clock;
    private final Gate gate;
    private final DataFolder folder;
    private volatile Open open;

    Environments(Supplier<EmulatorSettings> settings, TimeScale time, Clock clock, Gate gate) {
        this.settings = settings;
        this.time = time;
        this.clock = clock;
        this.gate = gate;
        folder = new DataFolder(settings.get().server().data());
        folder.recover();
        open = open();
    }

    RowStore store() {
        return open.store();
    }

    Backend backend() {
        return open.backend();
    }

    /** Reads the settings anew, for all that is built with them. */
    synchronized void rebuild() {
        Open before = open;
        open = new Open(
                before.store(),
                before.keys(),
                before.bulkDeletes(),
                backend(before.store(), before.keys(), before.bulkDeletes()));
    }

    @Override
    public List<String> snapshots() {
        return folder.snapshots();
    }

    @Override
    public synchronized void keep(String name) {
        folder.keep(name, open.store()::copyTo);
    }

    @Override
    public synchronized void drop(String name) {
        folder.drop(name);
    }

    @Override
    public synchronized void restore(String name) {
        folder.require(name);
        gate.alone(PATIENCE, () -> {
            open.close();
            try {
                folder.restore(name);
            } finally {
                open = open();
            }
        });
    }

    @Override
    public synchronized void reset() {
        gate.alone(PATIENCE, () -> {
            open.close();
            try {
                folder.empty();
            } finally {
                open = open();
            }
        });
    }

    private Open open() {
        EmulatorSettings now = settings.get();
        RowStore store = new RowStore(
                now.server().data(),
                now.server().synced(),
                new Retention(
                        clock, () -> settings.get().assumptions().changes().kept()));
        KeyActivation keys =
                new KeyActivation(store, time.real(now.definitions().keyActivation()));
        BulkDeletes bulkDeletes = new BulkDeletes(store, clock);
        try {
            new FirstStart(now).prepare(store);
            keys.resume();
            bulkDeletes.resume();
            return new Open(store, keys, bulkDeletes, backend(store, keys, bulkDeletes));
        } catch (RuntimeException e) {
            bulkDeletes.close();
            keys.close();
            store.close();
            throw e;
        }
    }

    private Backend backend(RowStore store, KeyActivation keys, BulkDeletes bulkDeletes) {
        Assumptions assumptions = settings.get().assumptions();
        ApiRouter router = new ApiRouter(
                store,
                new Definitions(store, keys, assumptions.definitions().cachedFor(), time::nanos),
                clock,
                assumptions,
                bulkDeletes,
                FirstStart.ORGANIZATION);
        return new Backend(router, DataverseEmulator.ownUnits(store), shapes(store), systemUsers(store));
    }

    private static Function<UUID, @Nullable UUID> systemUsers(RowStore store) {
        return clientId -> {
            try (ReadView view = store.read()) {
                return Members.ofApplication(view, clientId, ApplicationUser.systemUserId(clientId));
            }
        };
    }

    private static ShapeReader shapes(RowStore store) {
        return new ShapeReader(set -> {
            Table table = store.catalog().bySet(set);
            return table == null ? null : table.logicalName();
        });
    }

    @Override
    public void close() {
        open.close();
    }
}
