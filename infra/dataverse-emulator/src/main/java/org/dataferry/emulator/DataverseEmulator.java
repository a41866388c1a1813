package org.dataferry.emulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.dataferry.emulator.api.ApiRouter;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.auth.TokenEndpoint;
import org.dataferry.emulator.auth.Tokens;
import org.dataferry.emulator.definitions.Definitions;
import org.dataferry.emulator.definitions.KeyActivation;
import org.dataferry.emulator.http.ApiFront;
import org.dataferry.emulator.http.HttpFront;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;

/** A running emulator. Started by {@link #start}, stopped by {@link #close()}; its rows outlive it. */
public final class DataverseEmulator implements AutoCloseable {
    private static final int SIGNING_KEY_BYTES = 32;

    private final RowStore store;
    private final KeyActivation keys;
    private final HttpFront http;
    private final String baseUrl;

    private DataverseEmulator(RowStore store, KeyActivation keys, HttpFront http, String baseUrl) {
        this.store = store;
        this.keys = keys;
        this.http = http;
        this.baseUrl = baseUrl;
    }

    /** @throws org.dataferry.emulator.error.EmulatorException if the port is in use or the data folder can't be opened */
    public static DataverseEmulator start(EmulatorSettings settings) {
        Clock clock = Clock.systemUTC();
        TimeScale time = new TimeScale(settings.timeScale(), System::nanoTime);
        SecureRandom random = new SecureRandom();
        RowStore store =
                new RowStore(settings.server().data(), settings.server().synced());
        KeyActivation keys =
                new KeyActivation(store, time.real(settings.definitions().keyActivation()));
        try {
            new FirstStart(settings).prepare(store);
            keys.resume();
            byte[] signingKey = store.secret("signing key", name -> newKey(random));
            Tokens tokens = new Tokens(signingKey, time.real(settings.signIn().tokenLifetime()), clock);
            ApiRouter router = new ApiRouter(
                    store, new Definitions(store, keys), clock, FirstStart.ORGANIZATION, FirstStart.ROOT_BUSINESS_UNIT);
            ApiFront api = new ApiFront(
                    router,
                    ownUnits(store),
                    tokens,
                    systemUsers(settings),
                    new ServiceProtection(settings.limits(), time, random),
                    settings.signIn().tenant(),
                    settings.limits().dopHint());
            TokenEndpoint endpoint = new TokenEndpoint(
                    settings.signIn().tenant(), settings.signIn().users(), tokens, clock);
            HttpFront http = new HttpFront(
                    settings.server().host(),
                    settings.server().port(),
                    settings.server().tls(),
                    store,
                    api,
                    endpoint,
                    settings.server().maxRequestBytes());
            String scheme = settings.server().tls().enabled() ? "https" : "http";
            return new DataverseEmulator(
                    store, keys, http, scheme + "://" + settings.server().host() + ":" + http.start());
        } catch (RuntimeException e) {
            keys.close();
            store.close();
            throw e;
        }
    }

    /** Scheme, host and port, without a trailing slash. */
    public String baseUrl() {
        return baseUrl;
    }

    private static byte[] newKey(SecureRandom random) {
        byte[] key = new byte[SIGNING_KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    static UnitOfWork ownUnits(RowStore store) {
        return new UnitOfWork() {
            @Override
            public <T> T write(Function<WriteUnit, T> work) {
                return store.write(work);
            }
        };
    }

    private static Map<UUID, UUID> systemUsers(EmulatorSettings settings) {
        Map<UUID, UUID> users = new HashMap<>();
        settings.signIn().users().forEach(user -> users.put(user.clientId(), user.systemUserId()));
        return users;
    }

    @Override
    public void close() {
        http.close();
        keys.close();
        store.close();
    }
}
