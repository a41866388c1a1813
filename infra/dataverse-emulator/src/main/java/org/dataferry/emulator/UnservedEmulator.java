package org.dataferry.emulator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.dataferry.emulator.api.ApiRouter;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.batch.BatchRunner;
import org.dataferry.emulator.definitions.Definitions;
import org.dataferry.emulator.definitions.KeyActivation;
import org.dataferry.emulator.jobs.BulkDeletes;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.store.Retention;
import org.dataferry.emulator.store.RowStore;

/**
 * The emulator without its server: a request is answered in the thread that makes it, by the rules that hold behind the
 * server too. Keys are active at once; there are no tokens, limits or faults.
 */
public final class UnservedEmulator implements AutoCloseable {

    private static final String ORG_URL = "http://emulator";

    private final RowStore store;
    private final KeyActivation keys;
    private final BulkDeletes bulkDeletes;
    private final UnitOfWork units;
    private final ApiRouter router;
    private final BatchRunner batches;

    private UnservedEmulator(RowStore store, Clock clock) {
        this.store = store;
        this.keys = new KeyActivation(store, Duration.ZERO);
        this.bulkDeletes = new BulkDeletes(store, clock);
        this.units = DataverseEmulator.ownUnits(store);
        Assumptions assumptions = Assumptions.documented();
        this.router = new ApiRouter(
                store,
                new Definitions(store, keys, assumptions.definitions().cachedFor(), System::nanoTime),
                clock,
                assumptions,
                bulkDeletes,
                FirstStart.ORGANIZATION);
        this.batches = new BatchRunner(router, units, assumptions.batches());
    }

    /** @param data the folder of its rows, for this emulator alone */
    public static UnservedEmulator open(Path data, Clock clock) {
        EmulatorSettings settings = EmulatorSettings.defaults(data);
        RowStore store = new RowStore(
                settings.server().data(),
                false,
                new Retention(clock, Assumptions.documented().changes()::kept));
        new FirstStart(settings).prepare(store);
        return new UnservedEmulator(store, clock);
    }

    /** What all paths are relative to, ending in a slash. */
    public static String apiRoot() {
        return ORG_URL + ApiRequest.ROOT;
    }

    /** @param path relative to the API root, percent-encoded, with its query */
    public ApiResponse answer(String method, String path, Map<String, String> headers, byte[] body) {
        int mark = path.indexOf('?');
        ApiRequest request = new ApiRequest(
                ORG_URL,
                method,
                mark < 0 ? path : path.substring(0, mark),
                mark < 0 ? "" : path.substring(mark + 1),
                headers,
                body,
                ApplicationUser.FERRY.systemUserId());
        return request.path().equals("$batch") ? batches.answer(request) : router.answer(request, units);
    }

    @Override
    public void close() {
        bulkDeletes.close();
        keys.close();
        store.close();
    }
}
