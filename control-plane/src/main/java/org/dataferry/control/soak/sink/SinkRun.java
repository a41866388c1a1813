package org.dataferry.control.soak.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dataferry.control.soak.Findings;
import org.dataferry.control.soak.emulator.EmulatorApi;
import org.dataferry.schemas.write.EntityWrite;

/** The time of writing: one episode of faults after the other, until every write has its outcome. Plays the transform meanwhile, in one thread. */
final class SinkRun {

    private static final Duration READ = Duration.ofMillis(20);
    private static final int MOST_IN_TRANSACTION = 100;

    /** While a fault is waited for. */
    private static final int FEW_IN_TRANSACTION = 3;

    /** One transaction in so many is aborted first. */
    private static final int ABORTED_ONE_IN = 8;

    /** Writes under way: enough for full batches and for rows that are written again while they are; few enough that an episode is felt. */
    private static final long FEWEST_UNDERWAY = 80;

    private static final long MOST_UNDERWAY = 2_000;

    /** All of them are in doubt after a kill, and their rows held. */
    private static final long MOST_UNDERWAY_OF_MORTALS = 800;

    private static final int SHARE_UNDERWAY = 40;

    /** Of the writes of all episodes of one fault and of the mixture. */
    private static final int ALONE_ONE_OF = 2;

    /** A fault that has not struck after so many times its writes does not strike. */
    private static final int MOST_ROUNDS = 30;

    /** Longer than the longest pause of a retry, and a hold, and a group without a member. */
    private static final Duration STALLED = Duration.ofMinutes(2);

    /** A fault that lets no more through would keep itself going, as its episode counts writes; so it is taken away then. */
    private static final Duration STUCK = Duration.ofSeconds(15);

    private static final Duration OUTAGE_EVERY = Duration.ofSeconds(10);
    private static final Duration FIRST_OUTAGE = Duration.ofSeconds(1);

    /** For outcomes that should not come. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private static final int TOO_MANY_REQUESTS = 429;

    private final SinkSoak.Settings settings;
    private final EmulatorApi api;
    private final SinkTopics topics;
    private final SinkGroup group;
    private final Accounts accounts;
    private final Findings findings;
    private final Random random;
    private final Consumer<String> say;
    private final Binder binder = new Binder();
    private final Writes writes;
    private final WriteMaker maker;
    private final long underway;

    /** Rules that are in force all the time. */
    private final Set<Long> standing = new HashSet<>();

    /** Those whose strikes are not counted. */
    private final Set<Long> uncounted = new HashSet<>();

    private long written;
    private long lastFinals;
    private long lastProgress = System.nanoTime();
    private boolean stalled;

    SinkRun(
            SinkSoak.Settings settings,
            EmulatorApi api,
            SinkTopics topics,
            SinkGroup group,
            Model model,
            Accounts accounts,
            Findings findings,
            Random random,
            Consumer<String> say) {
        this.settings = settings;
        this.api = api;
        this.topics = topics;
        this.group = group;
        this.accounts = accounts;
        this.findings = findings;
        this.random = random;
        this.say = say;
        this.writes = new Writes(binder, new WriteIds("soak"));
        this.maker = new WriteMaker(model, writes, random);
        long most = settings.killing().isZero() ? MOST_UNDERWAY : MOST_UNDERWAY_OF_MORTALS;
        this.underway = Math.clamp(settings.writes() / SHARE_UNDERWAY, FEWEST_UNDERWAY, most);
    }

    List<SinkSoakReport.Faults> run() throws InterruptedException {
        add(List.of(Episodes.PLUG_IN));
        api.faults().forEach(rule -> standing.add(rule.path("id").asLong()));
        List<SinkSoakReport.Faults> faults = new ArrayList<>();
        if (settings.killing().isZero()) {
            List<Episode> alone = Episodes.alone();
            long each = settings.writes() / ALONE_ONE_OF / alone.size();
            for (Episode episode : alone) {
                faults.add(episode(episode, enough(each)));
            }
            faults.add(episode(Episodes.mixed(), enough(settings.writes() - written)));
            if (written < settings.writes()) {
                findings.add(Invariants.COMPLETE, written + " of " + settings.writes() + " writes were made");
            }
        } else {
            long end = System.nanoTime() + settings.killing().toNanos();
            group.mortal(true);
            faults.add(
                    episode(Episodes.mixed(), () -> System.nanoTime() - end >= 0 && group.kills() + group.halts() > 0));
            group.mortal(false);
        }
        drain();
        return faults;
    }

    private BooleanSupplier enough(long writes) {
        long end = written + writes;
        return () -> written >= end;
    }

    private SinkSoakReport.Faults episode(Episode episode, BooleanSupplier enough) throws InterruptedException {
        long before = written;
        long throttled = api.answeredWith(TOO_MANY_REQUESTS);
        begin(episode);
        long nextOutage = System.nanoTime() + FIRST_OUTAGE.toNanos();
        lastProgress = System.nanoTime();
        while (!enough.getAsBoolean() && !stalled && !(episode.blocks() && isStuck(throttled))) {
            turn(MOST_IN_TRANSACTION);
            if (episode.withOutages() && System.nanoTime() - nextOutage >= 0) {
                add(List.of(Episodes.outage(random)));
                nextOutage = System.nanoTime() + OUTAGE_EVERY.toNanos();
            }
        }
        long most = MOST_ROUNDS * Math.max(1, written - before);
        while (episode.isFaulty() && struck(throttled) == 0 && written - before < most && !stalled) {
            turn(FEW_IN_TRANSACTION);
        }
        long struck = struck(throttled);
        end(episode);
        if (episode.isFaulty() && struck == 0) {
            findings.add(Invariants.STRUCK, episode.name() + " struck nothing in " + (written - before) + " writes");
        }
        say.accept(episode.name() + ": " + (written - before) + " writes, " + struck + " requests struck, "
                + accounts.open() + " under way, " + accounts.finals() + " done");
        return new SinkSoakReport.Faults(episode.name(), written - before, struck);
    }

    /** Whether all that may be under way waits for what has struck; that it goes on without is what the next episodes show. */
    private boolean isStuck(long throttledBefore) throws InterruptedException {
        boolean isFull = accounts.open() >= underway;
        return stalled || isFull && System.nanoTime() - lastProgress > STUCK.toNanos() && struck(throttledBefore) > 0;
    }

    private void begin(Episode episode) throws InterruptedException {
        add(episode.beside());
        api.faults().forEach(rule -> uncounted.add(rule.path("id").asLong()));
        add(episode.rules());
        if (!episode.settings().isEmpty()) {
            api.change(episode.settings());
        }
    }

    private void add(List<String> rules) throws InterruptedException {
        api.addFaults("[" + String.join(",", rules) + "]");
    }

    private void end(Episode episode) throws InterruptedException {
        for (JsonNode rule : api.faults()) {
            if (!standing.contains(rule.path("id").asLong())) {
                api.removeFault(rule.path("id").asLong());
            }
        }
        if (!episode.undo().isEmpty()) {
            api.change(episode.undo());
        }
    }

    /** Requests that rules struck, or that were refused for the limits. */
    private long struck(long throttledBefore) throws InterruptedException {
        long struck = 0;
        for (JsonNode rule : api.faults()) {
            struck += uncounted.contains(rule.path("id").asLong())
                    ? 0
                    : rule.path("struck").asLong();
        }
        return struck > 0 ? struck : api.answeredWith(TOO_MANY_REQUESTS) - throttledBefore;
    }

    private void drain() throws InterruptedException {
        while (accounts.open() > 0 && !stalled) {
            turn(0);
            accounts.dropOutdated();
        }
        if (accounts.open() > 0) {
            findings.add(
                    Invariants.COMPLETE, accounts.open() + " writes have no outcome, and none came for " + STALLED);
        }
        long end = System.nanoTime() + AFTERMATH.toNanos();
        while (System.nanoTime() - end < 0) {
            topics.read(READ, binder, accounts::record);
        }
    }

    /** @param most new writes */
    private void turn(int most) {
        group.tend(accounts.finals());
        topics.read(READ, binder, accounts::record);
        List<EntityWrite> batch = new ArrayList<>();
        for (Announced again : accounts.released()) {
            EntityWrite write = writes.again(again);
            again.sentAgain(write);
            batch.add(write);
        }
        long room = most == 0 ? 0 : Math.min(1 + random.nextInt(most), underway - accounts.open());
        for (long i = 0; i < room; i++) {
            Announced made = maker.next();
            accounts.announce(made);
            batch.add(made.write());
            written++;
        }
        if (!batch.isEmpty()) {
            topics.write(batch, random.nextInt(ABORTED_ONE_IN) == 0);
        }
        watch();
    }

    private void watch() {
        long now = System.nanoTime();
        if (accounts.finals() != lastFinals || accounts.open() == 0) {
            lastFinals = accounts.finals();
            lastProgress = now;
        }
        stalled = now - lastProgress > STALLED.toNanos();
    }
}
