package org.dataferry.control.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.control.demo.business.Business;
import org.dataferry.control.demo.business.Course;
import org.dataferry.control.demo.business.Table;
import org.dataferry.control.demo.check.CheckReport;
import org.dataferry.control.demo.check.SelfCheck;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.NewKey;

/** The demo's steps, for the command that has started its servers. */
public final class Demo {

    /** Orders of a business have numbers of their own, and its Dataverse lets no two orders have the same. */
    private static final NewKey ORDER_NUMBERS =
            new NewKey("ferry_ordernumber_key", "Order number", List.of("ferry_ordernumber"));

    private static final Duration KEY_TIMEOUT = Duration.ofMinutes(10);
    private static final Set<String> LINKS = Set.of("ferry_clearance");

    private final DemoSettings settings;
    private final boolean continued;
    private final MigrationServers servers;
    private final Consumer<String> progress;
    private final Map<String, Duration> durations = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    /**
     * @param continued whether an earlier demo goes on
     * @param startOfServers how long that took
     */
    public Demo(
            DemoSettings settings,
            boolean continued,
            MigrationServers servers,
            Duration startOfServers,
            Consumer<String> progress) {
        this.settings = settings;
        this.continued = continued;
        this.servers = servers;
        this.progress = progress;
        durations.put("servers", startOfServers);
    }

    /** Fills the source, unless an earlier run of the demo did. */
    public void fillSource(DemoFolder folder) throws InterruptedException {
        long start = System.nanoTime();
        try (BusinessSource source = openSource()) {
            if (source.changesDone().isEmpty()) {
                source.load(business(), folder.schema(), progress);
            } else {
                progress.accept("source: was filled before");
            }
        }
        durations.put("source", Duration.ofNanos(System.nanoTime() - start));
    }

    /** The target as the business has it: with a key of its own, over the numbers of orders. */
    public static void addBusinessKey(Lane lane) throws InterruptedException {
        lane.metadataWriter().createKey(Table.SHIFT_ORDERS.entity(), ORDER_NUMBERS);
        lane.metadataWriter().awaitKey(Table.SHIFT_ORDERS.entity(), ORDER_NUMBERS.logicalName(), KEY_TIMEOUT);
    }

    /**
     * Goes on until the self-check; without an end, until somebody stops the process.
     *
     * @throws InterruptedException if it is stopped before the first self-check
     */
    public DemoReport run(MigrationRun run, MigrationTopics topics, boolean toItsEnd) throws InterruptedException {
        Endpoints endpoints = servers.endpoints();
        try (BusinessSource source = openSource();
                OutcomeTopics outcomes = new OutcomeTopics(topics, written(), endpoints)) {
            OptionalLong done = source.changesDone();
            Course course = new Course(business()).after(done.orElseThrow());
            SelfCheck check = new SelfCheck(endpoints.target(), outcomes, course, progress);
            DemoRun demo = new DemoRun(settings, course, source, run, servers, check, LINKS, progress);
            if (toItsEnd) {
                demo.toItsEnd();
            } else {
                untilStopped(demo);
            }
            return report(demo, course, run);
        }
    }

    /** To be stopped is how this is meant to end, so there is a report nevertheless, once there was a self-check. */
    private void untilStopped(DemoRun demo) throws InterruptedException {
        try {
            demo.onAndOn();
        } catch (InterruptedException stopped) {
            requireChecked(demo, stopped);
        } catch (RuntimeException cutShort) {
            // Kafka's clients and ours say in their own exceptions that they were interrupted.
            if (!Thread.interrupted()) {
                throw cutShort;
            }
            requireChecked(demo, new InterruptedException(cutShort.getMessage()));
        }
    }

    private void requireChecked(DemoRun demo, InterruptedException stopped) throws InterruptedException {
        if (demo.lastCheck().isEmpty()) {
            throw stopped;
        }
        progress.accept("stopping; " + demo.changesSinceCheck()
                + " live changes since the last self-check are not looked at. The next ferry demo goes on here and checks"
                + " them");
    }

    private DemoReport report(DemoRun demo, Course course, MigrationRun run) {
        Optional<CheckReport> check = demo.lastCheck();
        durations.putAll(demo.durations());
        durations.put("total", durations.getOrDefault("servers", Duration.ZERO).plusNanos(System.nanoTime() - began));
        return new DemoReport(
                settings,
                continued,
                demo.rates(),
                durations,
                course.changes(),
                demo.changesSinceCheck(),
                check.orElseThrow(() -> new IllegalStateException("there was no self-check")),
                run.status());
    }

    private BusinessSource openSource() {
        return BusinessSource.open(
                servers.endpoints().ends().values().iterator().next().loginUrl());
    }

    private Business business() {
        return new Business(settings.seed(), settings.rows());
    }

    private static Set<String> written() {
        return Stream.concat(Stream.of(Table.values()).map(Table::entity), LINKS.stream())
                .collect(Collectors.toSet());
    }
}
