package org.dataferry.control.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dataferry.control.ControlException;
import org.dataferry.control.dashboard.access.Access;
import org.dataferry.control.dashboard.access.RequestRates;
import org.dataferry.control.dashboard.access.Users;
import org.dataferry.control.dashboard.alert.Alerting;
import org.dataferry.control.dashboard.api.ActionApi;
import org.dataferry.control.dashboard.api.Decider;
import org.dataferry.control.dashboard.api.HealthApi;
import org.dataferry.control.dashboard.api.LiveApi;
import org.dataferry.control.dashboard.api.OpenApi;
import org.dataferry.control.dashboard.api.RecordApi;
import org.dataferry.control.dashboard.api.ReplayApi;
import org.dataferry.control.dashboard.api.Replays;
import org.dataferry.control.dashboard.api.SessionApi;
import org.dataferry.control.dashboard.api.StatusApi;
import org.dataferry.control.dashboard.api.Viewers;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Doorkeeper;
import org.dataferry.control.dashboard.http.Front;
import org.dataferry.control.dashboard.http.Origins;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.http.SessionCookie;
import org.dataferry.control.dashboard.http.WebServer;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.dashboard.metrics.StatusMetrics;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.projection.LedgerReaders;
import org.dataferry.control.replay.EntitySums;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SituationText;
import org.dataferry.control.story.MaskedStatus;
import org.dataferry.control.story.Records;
import org.dataferry.control.story.WriteLog;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.DashboardLimits;
import org.dataferry.schemas.settings.DashboardSettings;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.transform.mapping.PersonalData;

/** The server, wired by hand. */
public final class Dashboard implements AutoCloseable {

    private final Live live;
    private final Optional<Alerting> alerting;
    private final Replays replays;
    private final List<Route> routes;
    private final WebServer server;
    private final String url;

    /**
     * What it shows, and how what people do is written down.
     *
     * @param more adds to the status what no look tells
     * @param replays of the migration; it may look at the sums that are seen
     * @param personal which data not everybody may see
     */
    record Subject(
            MigrationFolder folder,
            Map<String, Set<SourceTable>> tablesByEntity,
            Supplier<Look> looks,
            UnaryOperator<ObjectNode> more,
            Decider decider,
            Function<EntitySums, Replays> replays,
            Records records,
            PersonalData personal) {

        ObjectNode masked(ObjectNode document) {
            return MaskedStatus.of(document, personal);
        }
    }

    private Dashboard(
            Live live, Optional<Alerting> alerting, Replays replays, List<Route> routes, WebServer server, String url) {
        this.live = live;
        this.alerting = alerting;
        this.replays = replays;
        this.routes = routes;
        this.server = server;
        this.url = url;
    }

    /**
     * Who may sign in; to be asked early, so that a mistake is told before anything is started.
     *
     * @throws SettingsException if the file of users is wrong
     */
    public static Optional<Users> users(MigrationFolder folder) {
        return folder.settings()
                .dashboard()
                .configuredUsers()
                .map(file -> Users.open(folder.directory().resolve(file)));
    }

    /**
     * Of a real migration.
     *
     * @param looks is asked by one thread, about once a second
     * @param port that somebody asked for, instead of that of the settings
     * @throws ControlException if it cannot listen there
     */
    public static Dashboard start(
            MigrationFolder folder,
            Endpoints endpoints,
            Map<String, Set<SourceTable>> tablesByEntity,
            NotMigratedReport notMigrated,
            PersonalData personal,
            Supplier<Look> looks,
            Optional<Users> users,
            Optional<Integer> port) {
        Clock clock = Clock.systemUTC();
        DeskDecider decider = new DeskDecider(
                folder.settings(), tablesByEntity.keySet(), endpoints.registry(), endpoints.kafkaClient(), clock);
        return start(
                new Subject(
                        folder,
                        tablesByEntity,
                        looks,
                        notMigrated::addTo,
                        decider,
                        sums -> new DeskReplays(folder, endpoints, sums, clock),
                        records(folder, endpoints),
                        personal),
                users,
                port,
                clock);
    }

    private static Records records(MigrationFolder folder, Endpoints endpoints) {
        RecordLimits limits = folder.settings().limits().records();
        return new Records(
                new LedgerReaders(endpoints.ledger(), folder.topics(), limits),
                new WriteLog(
                        folder.topics(),
                        new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                        endpoints.kafkaClient(),
                        limits.readers()),
                limits);
    }

    /**
     * Begins to look and to listen.
     *
     * @param port that somebody asked for, instead of that of the settings
     * @throws ControlException if it cannot listen there
     */
    static Dashboard start(Subject subject, Optional<Users> users, Optional<Integer> port, Clock clock) {
        DashboardSettings settings = subject.folder().settings().dashboard();
        List<Integer> ports = port.or(() -> Optional.ofNullable(settings.port()))
                .map(List::of)
                .orElse(List.of(DashboardSettings.DEFAULT_PORT, 0));
        DashboardLimits limits = subject.folder().settings().limits().dashboard();
        Viewers viewers = new Viewers(limits.viewers(), limits.slowViewer(), System::nanoTime);
        Live live = new Live(
                subject.looks(),
                new SituationText(ZoneId.systemDefault()),
                subject.more(),
                subject::masked,
                limits.pace(),
                viewers::dropSlow,
                clock);
        Replays replays = subject.replays().apply(new LiveSums(live));
        boolean isStarted = false;
        try {
            for (int one : ports) {
                Optional<Dashboard> started = tryStart(subject, viewers, live, replays, users, one, clock);
                if (started.isPresent()) {
                    isStarted = true;
                    return started.get();
                }
            }
        } finally {
            if (!isStarted) {
                replays.close();
            }
        }
        throw new ControlException("port " + ports.getFirst() + " of " + settings.address()
                + " is in use, so the dashboard cannot listen there; name another one by --port, or by dashboard.port in"
                + " migration.yaml");
    }

    private static Optional<Dashboard> tryStart(
            Subject subject,
            Viewers viewers,
            Live live,
            Replays replays,
            Optional<Users> users,
            int port,
            Clock clock) {
        DashboardSettings settings = subject.folder().settings().dashboard();
        DashboardLimits limits = subject.folder().settings().limits().dashboard();
        ZoneId zone = ZoneId.systemDefault();
        Access access =
                new Access(users, System.getProperty("user.name", "unknown"), limits, clock, new SecureRandom());
        SessionCookie cookie = SessionCookie.of(port, settings.isSecure());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SessionApi(access, cookie, subject.folder().settings().migration(), zone, clock).routes());
        routes.addAll(new StatusApi(
                        live,
                        subject.folder().settings(),
                        subject.tablesByEntity(),
                        subject::masked,
                        subject.personal(),
                        clock)
                .routes());
        routes.addAll(new RecordApi(
                        subject.records(),
                        subject.personal(),
                        subject.tablesByEntity().keySet())
                .routes());
        routes.addAll(new LiveApi(live, viewers, access).routes());
        routes.addAll(new ActionApi(subject.decider(), live, subject.personal()).routes());
        routes.addAll(new ReplayApi(replays, live, subject.personal(), clock).routes());
        routes.addAll(new HealthApi(live, access::usersTrouble, limits.staleAfter(), clock).routes());
        routes.addAll(new OpenApi().routes());
        routes.add(metrics(new StatusMetrics(live, figures(viewers, access))));
        Front front = new Front(
                routes,
                new Doorkeeper(access, cookie, settings, limits.bodyBytes()),
                new Origins(settings),
                new RequestRates(limits.requestsPerMinute(), System::nanoTime),
                settings.isSecure());
        WebServer server = new WebServer(settings, port, subject.folder().directory(), front);
        return server.start().map(taken -> {
            live.start();
            replays.start();
            String migration = subject.folder().settings().migration();
            Optional<Alerting> alerting =
                    settings.configuredAlerts().map(alerts -> Alerting.start(live, alerts, migration, clock));
            return new Dashboard(live, alerting, replays, routes, server, url(settings, taken));
        });
    }

    private static Route metrics(StatusMetrics metrics) {
        return Route.scraper("/metrics", request -> Answer.of(200, StatusMetrics.CONTENT_TYPE, metrics.text()));
    }

    private static StatusMetrics.ServerFigures figures(Viewers viewers, Access access) {
        return new StatusMetrics.ServerFigures() {
            @Override
            public long viewers() {
                return viewers.count();
            }

            @Override
            public long droppedViewers() {
                return viewers.dropped();
            }

            @Override
            public long failedSignIns() {
                return access.failedSignIns();
            }
        };
    }

    private static String url(DashboardSettings settings, int port) {
        String address = settings.address();
        return (settings.configuredTls().isPresent() ? "https://" : "http://")
                + (address.contains(":") ? "[" + address + "]" : address) + ":" + port + "/";
    }

    /** Where it answers. */
    public String url() {
        return url;
    }

    /** All that can be asked of it, besides the pages. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Ends all that is asked, and returns when nothing is looked at any more. */
    @Override
    public void close() {
        live.close();
        alerting.ifPresent(Alerting::close);
        server.close();
        replays.close();
    }
}
