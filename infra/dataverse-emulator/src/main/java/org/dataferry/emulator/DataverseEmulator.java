package org.dataferry.emulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.function.Function;
import org.dataferry.emulator.admin.AdminEndpoint;
import org.dataferry.emulator.admin.CeilingResource;
import org.dataferry.emulator.api.UnitOfWork;
import org.dataferry.emulator.auth.TokenEndpoint;
import org.dataferry.emulator.auth.Tokens;
import org.dataferry.emulator.faults.FaultPlan;
import org.dataferry.emulator.http.ApiFront;
import org.dataferry.emulator.http.Gate;
import org.dataferry.emulator.http.HttpFront;
import org.dataferry.emulator.latency.Ceiling;
import org.dataferry.emulator.latency.Jitter;
import org.dataferry.emulator.limits.ServiceProtection;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.store.RowStore;
import org.dataferry.emulator.store.WriteUnit;
import org.dataferry.emulator.traffic.ClientCounts;
import org.dataferry.emulator.traffic.RequestCounts;
import org.dataferry.emulator.traffic.RequestLog;

/** A running emulator. Started by {@link #start}, stopped by {@link #close()}; its rows outlive it. */
public final class DataverseEmulator implements AutoCloseable {
    private static final int SIGNING_KEY_BYTES = 32;

    private final Environments environments;
    private final HttpFront http;
    private final String baseUrl;

    private DataverseEmulator(Environments environments, HttpFront http, String baseUrl) {
        this.environments = environments;
        this.http = http;
        this.baseUrl = baseUrl;
    }

    /** @throws org.dataferry.emulator.error.EmulatorException if the port is in use or the data folder can't be opened */
    public static DataverseEmulator start(EmulatorSettings settings) {
        Parts parts = new Parts(settings);
        try {
            HttpFront http = parts.http();
            String scheme = settings.server().tls().enabled() ? "https" : "http";
            return new DataverseEmulator(
                    parts.environments, http, scheme + "://" + settings.server().host() + ":" + http.start());
        } catch (RuntimeException e) {
            parts.environments.close();
            throw e;
        }
    }

    /** What it is wired of. */
    private static final class Parts {
        private final Clock clock = Clock.systemUTC();
        private final Gate gate = new Gate();
        private final RequestCounts counts = new RequestCounts();
        private final ClientCounts clients = new ClientCounts(System::nanoTime);
        private final EmulatorSettings start;
        private final TimeScale time;
        private final LiveSettings settings;
        private final Environments environments;

        Parts(EmulatorSettings start) {
            this.start = start;
            time = new TimeScale(start.timeScale(), System::nanoTime);
            settings = new LiveSettings(start, this::rebuild);
            environments = new Environments(settings::current, time, clock, gate);
        }

        private void rebuild() {
            environments.rebuild();
        }

        HttpFront http() {
            SecureRandom random = new SecureRandom();
            byte[] signingKey = environments.store().secret("signing key", name -> newKey(random));
            Tokens tokens = new Tokens(signingKey, time.real(start.signIn().tokenLifetime()), clock);
            FaultPlan faults = new FaultPlan(time, start.seed());
            RequestLog log =
                    new RequestLog(() -> settings.current().requestLog().entries());
            ServiceProtection protection =
                    new ServiceProtection(() -> settings.current().limits(), time, new Random(start.seed()));
            ApiFront api = new ApiFront(
                    environments::backend,
                    faults,
                    tokens,
                    protection,
                    () -> settings.current().latency(),
                    new Jitter(start.seed()),
                    time,
                    clients,
                    () -> settings.current().assumptions(),
                    start.signIn().tenant());
            CeilingResource ceiling =
                    new CeilingResource(this::ceiling, start.signIn().users().size());
            AdminEndpoint admin = new AdminEndpoint(
                    environments::store, settings, faults, counts, clients, protection, log, ceiling, environments);
            TokenEndpoint endpoint =
                    new TokenEndpoint(start.signIn().tenant(), start.signIn().users(), tokens, clock);
            return new HttpFront(
                    start.server().host(),
                    start.server().port(),
                    start.server().tls(),
                    start.server().maxRequestBytes(),
                    api,
                    endpoint,
                    faults,
                    admin,
                    counts,
                    log,
                    gate,
                    clock);
        }

        private Ceiling ceiling() {
            EmulatorSettings now = settings.current();
            return new Ceiling(now.limits(), now.latency(), now.timeScale());
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

    @Override
    public void close() {
        http.close();
        environments.close();
    }
}
