package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.OptionalLong;
import org.dataferry.schemas.control.LimitChanges;
import org.jspecify.annotations.Nullable;

/** Every limit that can be set, by stage or command; each has a default and the reason for it. */
public record LimitSettings(
        Capture capture,
        Transform transform,
        Sink sink,
        FileLimits files,
        LedgerLimits ledger,
        RecordLimits records,
        Verify verify,
        ReplayLimits replay,
        WaiveLimits waive,
        Status status,
        DashboardLimits dashboard,
        SourceLimits source,
        DumpLimits dumps) {

    @JsonCreator
    static LimitSettings of(
            @JsonProperty("capture") @Nullable Capture capture,
            @JsonProperty("transform") @Nullable Transform transform,
            @JsonProperty("sink") @Nullable Sink sink,
            @JsonProperty("files") @Nullable FileLimits files,
            @JsonProperty("ledger") @Nullable LedgerLimits ledger,
            @JsonProperty("records") @Nullable RecordLimits records,
            @JsonProperty("verify") @Nullable Verify verify,
            @JsonProperty("replay") @Nullable ReplayLimits replay,
            @JsonProperty("waive") @Nullable WaiveLimits waive,
            @JsonProperty("status") @Nullable Status status,
            @JsonProperty("dashboard") @Nullable DashboardLimits dashboard,
            @JsonProperty("source") @Nullable SourceLimits source,
            @JsonProperty("dumps") @Nullable DumpLimits dumps) {
        return new LimitSettings(
                capture == null ? Capture.of(null, null, null, null, null) : capture,
                transform == null ? Transform.of(null, null, null, null) : transform,
                sink == null ? Sink.of(null, null, null, null, null, null, null, null, null) : sink,
                files == null ? FileLimits.defaults() : files,
                ledger == null ? LedgerLimits.defaults() : ledger,
                records == null ? RecordLimits.defaults() : records,
                verify == null ? Verify.of(null, null, null, null) : verify,
                replay == null ? ReplayLimits.defaults() : replay,
                waive == null ? WaiveLimits.defaults() : waive,
                status == null ? Status.of(null, null, null) : status,
                dashboard == null ? DashboardLimits.defaults() : dashboard,
                source == null ? SourceLimits.defaults() : source,
                dumps == null ? DumpLimits.defaults() : dumps);
    }

    public static LimitSettings defaults() {
        return of(null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /**
     * @param batchSize changes handed over at once; Debezium's own default, 2048, keeps memory small and sends full
     *     Kafka batches
     * @param queueSize changes read ahead of the batch being sent; four batches
     * @param pollInterval how long an idle source is left alone; 10 ms keeps a single change quick and costs little
     * @param heartbeat how often a marker is set at the source; it bounds how old the lag shown can be
     * @param snapshot how all rows are read at the beginning
     */
    public record Capture(
            int batchSize, int queueSize, Duration pollInterval, Duration heartbeat, SnapshotSettings snapshot) {
        public Capture {
            if (queueSize <= batchSize) {
                throw new SettingsException("limits.capture.queueSize is " + queueSize
                        + ", expected more than limits.capture.batchSize, which is " + batchSize);
            }
        }

        @JsonCreator
        static Capture of(
                @JsonProperty("batchSize") @Nullable Integer batchSize,
                @JsonProperty("queueSize") @Nullable Integer queueSize,
                @JsonProperty("pollInterval") @Nullable Duration pollInterval,
                @JsonProperty("heartbeat") @Nullable Duration heartbeat,
                @JsonProperty("snapshot") @Nullable SnapshotSettings snapshot) {
            return new Capture(
                    positive("limits.capture.batchSize", orElse(batchSize, 2_048)),
                    positive("limits.capture.queueSize", orElse(queueSize, 8_192)),
                    positive("limits.capture.pollInterval", orElse(pollInterval, Duration.ofMillis(10))),
                    positive("limits.capture.heartbeat", orElse(heartbeat, Duration.ofSeconds(1))),
                    snapshot == null ? SnapshotSettings.defaults() : snapshot);
        }

        /** With the defaults of a snapshot. */
        public Capture(int batchSize, int queueSize, Duration pollInterval, Duration heartbeat) {
            this(batchSize, queueSize, pollInterval, heartbeat, SnapshotSettings.defaults());
        }

        /** The same with another way to read all rows. */
        public Capture with(SnapshotSettings other) {
            return new Capture(batchSize, queueSize, pollInterval, heartbeat, other);
        }
    }

    /**
     * @param threads stream threads of one instance; one, as the whole of Ferry shares two cores by default
     * @param commitInterval how long a transaction of Kafka Streams stays open at most: what is mapped is seen after it.
     *     It ends sooner as long as commits take less than a tenth of the time, and at the soonest after 100 ms. With a
     *     hundred tables under load a commit takes some hundred milliseconds, which this caps
     * @param unappliedImages images kept of a row's versions that the target does not have yet; beyond it the next write
     *     carries the whole row instead of its changes. As many states of a row are kept; beyond it the next is sent in
     *     any case
     * @param deleteRetries fences at which a delete is tried again that Dataverse refuses, as others still name the row; at
     *     a heartbeat a second that is at least a minute, so that who lets go late has had its chance
     */
    public record Transform(int threads, Duration commitInterval, int unappliedImages, int deleteRetries) {
        @JsonCreator
        static Transform of(
                @JsonProperty("threads") @Nullable Integer threads,
                @JsonProperty("commitInterval") @Nullable Duration commitInterval,
                @JsonProperty("unappliedImages") @Nullable Integer unappliedImages,
                @JsonProperty("deleteRetries") @Nullable Integer deleteRetries) {
            return new Transform(
                    positive("limits.transform.threads", orElse(threads, 1)),
                    positive("limits.transform.commitInterval", orElse(commitInterval, Duration.ofSeconds(2))),
                    positive("limits.transform.unappliedImages", orElse(unappliedImages, 8)),
                    positive("limits.transform.deleteRetries", orElse(deleteRetries, 60)));
        }
    }

    /**
     * @param batchSize rows of the first bulk requests, and the least of later ones; Microsoft advises to begin with 100
     *     ("Use bulk operation messages")
     * @param largestBatch rows of a bulk request at most, where measured times speak for it; Dataverse takes 1,000
     * @param concurrentRequests requests at a time per application user; 0 takes the environment's own hint, at most 52
     * @param window writes of one partition that may be unfinished beyond the committed offset; their offsets must fit
     *     the 4,096 bytes of commit metadata
     * @param commitInterval how long outcomes wait for their transaction
     * @param requestTimeout for one request; Microsoft's clients wait four minutes for bulk requests
     * @param lateRequestHold how long rows in doubt are left alone after an unclean handover, as a request of the dead
     *     instance can still commit; the request timeout, unless it is known to be less
     * @param entitlement requests in 24 hours that all application users together are entitled to, so that their use is
     *     metered; null where nobody has said so. Microsoft's page "Requests limits and allocations" has the numbers
     * @param protection what the environment allows one user on one server; null is the documented limits, and none with
     *     the embedded emulator
     */
    public record Sink(
            int batchSize,
            int largestBatch,
            int concurrentRequests,
            int window,
            Duration commitInterval,
            Duration requestTimeout,
            @Nullable Duration lateRequestHold,
            @Nullable Long entitlement,
            @Nullable ProtectionSettings protection) {

        private static final int LARGEST_BATCH = 1_000;
        private static final int MOST_CONCURRENT = 52;
        private static final int MOST_IN_WINDOW = 20_000;

        @JsonCreator
        static Sink of(
                @JsonProperty("batchSize") @Nullable Integer batchSize,
                @JsonProperty("largestBatch") @Nullable Integer largestBatch,
                @JsonProperty("concurrentRequests") @Nullable Integer concurrentRequests,
                @JsonProperty("window") @Nullable Integer window,
                @JsonProperty("commitInterval") @Nullable Duration commitInterval,
                @JsonProperty("requestTimeout") @Nullable Duration requestTimeout,
                @JsonProperty("lateRequestHold") @Nullable Duration lateRequestHold,
                @JsonProperty("entitlement") @Nullable Long entitlement,
                @JsonProperty("protection") @Nullable ProtectionSettings protection) {
            int first = between("limits.sink.batchSize", orElse(batchSize, 100), 1, LARGEST_BATCH);
            return new Sink(
                    first,
                    between("limits.sink.largestBatch", orElse(largestBatch, LARGEST_BATCH), first, LARGEST_BATCH),
                    between("limits.sink.concurrentRequests", orElse(concurrentRequests, 0), 0, MOST_CONCURRENT),
                    between("limits.sink.window", orElse(window, 10_000), 1, MOST_IN_WINDOW),
                    positive("limits.sink.commitInterval", orElse(commitInterval, Duration.ofMillis(50))),
                    positive("limits.sink.requestTimeout", orElse(requestTimeout, Duration.ofMinutes(4))),
                    lateRequestHold,
                    entitlement == null ? null : positive("limits.sink.entitlement", entitlement),
                    protection);
        }

        /**
         * As somebody has changed them while the sink runs. The first requests are never larger than the largest, whichever of
         * the two came later.
         *
         * @throws SettingsException if one is out of its range
         */
        public Sink with(LimitChanges changes) {
            int largest = changes.largestBatch().orElse(largestBatch);
            return of(
                    Math.min(changes.batchSize().orElse(batchSize), Math.max(1, largest)),
                    largest,
                    changes.concurrentRequests().orElse(concurrentRequests),
                    window,
                    commitInterval,
                    requestTimeout,
                    lateRequestHold,
                    changes.entitlement().orElse(entitlement),
                    protection);
        }

        public OptionalLong knownEntitlement() {
            return entitlement == null ? OptionalLong.empty() : OptionalLong.of(entitlement);
        }
    }

    /**
     * @param fetchSize source rows held at a time while a table is read; 2,000 of the widest tables are a few MB
     * @param pageSize rows of the target in one answer; Dataverse allows 5,000, but an answer is held whole as text and tree
     * @param fencePatience how long all stages may take to pass a fence, while a run goes on; ten minutes are enough for a
     *     run that is in step, and one that is not is better verified later
     * @param removalPatience how long a removal may be on its way after a fence, while a run goes on, before the row is told
     *     as one too many; it goes out two or three heartbeats later, so 20 seconds allow for a machine that is five times
     *     too busy
     */
    public record Verify(int fetchSize, int pageSize, Duration fencePatience, Duration removalPatience) {

        private static final int LARGEST_PAGE = 5_000;

        @JsonCreator
        static Verify of(
                @JsonProperty("fetchSize") @Nullable Integer fetchSize,
                @JsonProperty("pageSize") @Nullable Integer pageSize,
                @JsonProperty("fencePatience") @Nullable Duration fencePatience,
                @JsonProperty("removalPatience") @Nullable Duration removalPatience) {
            return new Verify(
                    positive("limits.verify.fetchSize", orElse(fetchSize, 2_000)),
                    between("limits.verify.pageSize", orElse(pageSize, 2_000), 1, LARGEST_PAGE),
                    positive("limits.verify.fencePatience", orElse(fencePatience, Duration.ofMinutes(10))),
                    positive("limits.verify.removalPatience", orElse(removalPatience, Duration.ofSeconds(20))));
        }
    }

    /**
     * Where the words of {@code ferry status} change.
     *
     * @param inStep up to which age of what is under way the target is called in step; ten heartbeats, so that a pause of a
     *     busy machine changes no word
     * @param stalledAfter how long nothing moves before it is called stalled; more than a request that Dataverse throttles
     *     is commonly made to wait
     * @param startGrace for how long after its start nothing is called stalled or silent: the stages join their groups, read
     *     their state from Kafka and take the replication slot over from a process that was killed
     */
    public record Status(Duration inStep, Duration stalledAfter, Duration startGrace) {
        @JsonCreator
        static Status of(
                @JsonProperty("inStep") @Nullable Duration inStep,
                @JsonProperty("stalledAfter") @Nullable Duration stalledAfter,
                @JsonProperty("startGrace") @Nullable Duration startGrace) {
            return new Status(
                    positive("limits.status.inStep", orElse(inStep, Duration.ofSeconds(10))),
                    positive("limits.status.stalledAfter", orElse(stalledAfter, Duration.ofSeconds(30))),
                    positive("limits.status.startGrace", orElse(startGrace, Duration.ofSeconds(30))));
        }
    }

    static <T> T orElse(@Nullable T set, T otherwise) {
        return set == null ? otherwise : set;
    }

    static Duration positive(String name, Duration value) {
        if (value.isZero()) {
            throw new SettingsException(name + " is 0, expected more");
        }
        return value;
    }

    private static long positive(String name, long value) {
        if (value < 1) {
            throw new SettingsException(name + " is " + value + ", expected 1 or more");
        }
        return value;
    }

    static int positive(String name, int value) {
        return between(name, value, 1, Integer.MAX_VALUE);
    }

    static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new SettingsException(name + " is " + value + ", expected " + least + " to " + most);
        }
        return value;
    }
}
