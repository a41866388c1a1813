package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.LaneSettings;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.transport.RequestListener;
import org.dataferry.sink.client.transport.RequestListeners;
import org.dataferry.sink.client.transport.RetryPolicy;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.BatchSender;
import org.dataferry.sink.send.ChangeRules;
import org.dataferry.sink.send.SharedSender;
import org.dataferry.sink.send.TargetTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of all application users, and how much of each this process uses at the time: as the settings say, as somebody has
 * changed them since, and as other processes share them. Changes come from the loop's thread.
 */
final class UserLanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UserLanes.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final SinkSettings settings;
    private final List<Lane> lanes;
    private final OwnUsers users;
    private Map<Integer, Double> shares;
    private LimitChanges changes = LimitChanges.NONE;
    private volatile LimitSettings.Sink limits;
    private volatile Lane exemplary;

    /** @param seenBy sees all requests of all users */
    UserLanes(SinkSettings settings, Watchdog watchdog, RequestListener seenBy) {
        this.settings = settings;
        this.limits = settings.limits();
        this.lanes = settings.users().stream()
                .map(user -> Lane.open(
                        user,
                        laneSettings(),
                        Clock.systemUTC(),
                        random(),
                        new RequestListeners(List.of(watchdog.of(user.clientId()), seenBy))))
                .toList();
        Map<String, Lane> byUser = new LinkedHashMap<>();
        for (int i = 0; i < lanes.size(); i++) {
            byUser.put(user(i), lanes.get(i));
        }
        this.users = new OwnUsers(settings.users().getFirst().baseUrl(), byUser);
        this.shares = UserShares.of(lanes.size(), 1, 0);
        this.exemplary = lanes.getFirst();
    }

    /** Asks the users who they are, and whether they are let in. */
    void introduce(Instant deadline) throws InterruptedException {
        users.ask(deadline);
    }

    /** The one that reads definitions: the first that is let in. It stops the sink if none is. */
    Lane first() {
        return users.first();
    }

    /** Asks for each user that is let in whether it may pass by custom logic. */
    void require(BypassCheck check) throws InterruptedException {
        users.require(check);
    }

    /** Who we are, as the target names us; it grows when a user is let in later. */
    Set<UUID> systemUsers() {
        return users.ids();
    }

    SharedSender sender(TargetTables tables, ChangeRules rules, Clock clock) {
        List<SharedSender.Member> members = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            BatchSender batches =
                    new BatchSender(lane, tables, settings.keyColumn(), settings.idColumn(), rules, settings.files());
            members.add(new SharedSender.Member(user(i), users.introducing(user(i), batches), lane::concurrency));
        }
        SharedSender sender = new SharedSender(members, clock);
        users.shutOut().forEach(sender::refused);
        return sender;
    }

    /** From now on these limits hold instead of those in the settings. */
    void limit(LimitChanges changed) {
        if (!changed.equals(changes)) {
            changes = changed;
            limits = settings.limits().with(changed);
            allow();
            LOG.info("Sink keeps to other limits changes={}", changed);
        }
    }

    /** From now on this process has its part of the users, and the sender keeps to them. */
    void share(Membership.Place place, SharedSender sender) {
        shares = UserShares.of(lanes.size(), place.processes(), place.rank());
        exemplary = lanes.get(shares.keySet().iterator().next());
        allow();
        sender.allot(shares.keySet().stream().map(this::user).collect(Collectors.toSet()));
        LOG.info(
                "Sink has its part of the application users processes={} rank={} parts={}",
                place.processes(),
                place.rank(),
                shares.entrySet().stream()
                        .map(share -> user(share.getKey()) + "=" + share.getValue())
                        .toList());
    }

    /** How many rows a batch should have; by one lane of this process, as to each the same work costs the same. */
    int rows(TargetTables tables, String entity, Action action) {
        return switch (action) {
            case CREATE -> rows(Operation.CREATE_MULTIPLE, tables, entity);
            case UPDATE -> rows(Operation.UPDATE_MULTIPLE, tables, entity);
            // Read first and then written in two ways, or parts of a batch: their size says little of what they cost.
            case RESOLVE, DELETE, PATCH, LINK, READ_OLD, FILE -> limits.batchSize();
        };
    }

    private int rows(Operation operation, TargetTables tables, String entity) {
        EntitySet set = tables.table(entity).entitySet();
        LimitSettings.Sink now = limits;
        return exemplary.rows(operation, set, now.batchSize(), now.largestBatch());
    }

    OptionalLong entitlement() {
        return limits.knownEntitlement();
    }

    int largestBatch() {
        return limits.largestBatch();
    }

    void stop() {
        lanes.forEach(Lane::stop);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }

    private String user(int index) {
        return settings.users().get(index).clientId();
    }

    private void allow() {
        shares.forEach((user, part) -> lanes.get(user).allow(allowance().shared(part)));
    }

    /** What a command says of requests and execution time holds whatever the server allows; the settings only begin with theirs. */
    private Allowance allowance() {
        int concurrency = limits.concurrentRequests();
        return new Allowance(
                changes.requests().map(OptionalInt::of).orElse(OptionalInt.empty()),
                changes.executionTime(),
                concurrency == 0 ? OptionalInt.empty() : OptionalInt.of(concurrency),
                settings.protection().with(changes).reserve(),
                1);
    }

    private LaneSettings laneSettings() {
        return new LaneSettings(
                settings.limits().requestTimeout(),
                CONNECT_TIMEOUT,
                limits(settings.protection()),
                allowance(),
                RetryPolicy.STANDARD,
                BypassHeaders.of(settings.bypass()));
    }

    private static ProtectionLimits limits(ProtectionSettings set) {
        return new ProtectionLimits(
                set.enabled(),
                set.requests(),
                set.executionTime(),
                set.concurrentRequests(),
                set.window(),
                set.spare(),
                set.burst(),
                set.timeScale());
    }

    /** Each thread has its own generator behind it. */
    private static RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }
}
