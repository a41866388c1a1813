package org.dataferry.schemas.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/**
 * Values of the language, generated from a seed: every variant of every sealed type, with the awkward ones often.
 *
 * <p>The same seed gives the same values. Its text names the seed, for the message of a failed test.
 */
public final class Generated {

    private static final String[] AWKWARD = {
        "",
        " ",
        "!",
        "\"",
        "\"a",
        "_",
        "__",
        "-",
        ".",
        "\u0000",
        "ALFKI",
        "alfki",
        "Straße",
        "ẞ",
        "é",
        "e\u0301",
        "日本",
        "\uD83D\uDE00",
        "\uFFFD",
        "a b",
        "r x",
        "null",
        "~",
        "x".repeat(500)
    };
    private static final long[] LONGS = {0, 1, -1, 9, 10, -9, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final long MICROS_IN_4000_YEARS = 126_000_000_000_000_000L;

    private final long seed;
    private final RandomGenerator random;

    private Generated(long seed) {
        this.seed = seed;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static Generated fromSeed(long seed) {
        return new Generated(seed);
    }

    @Override
    public String toString() {
        return "generated from seed " + seed;
    }

    public RandomGenerator random() {
        return random;
    }

    public String text() {
        if (random.nextInt(3) == 0) {
            return AWKWARD[random.nextInt(AWKWARD.length)];
        }
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            int codePoint;
            do {
                codePoint = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x80);
            } while (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    public String name() {
        return "n" + text();
    }

    /** A value that can be part of a key. */
    public Value keyComponent() {
        return oneOf(
                () -> new Value.Text(text()),
                () -> new Value.Whole(number()),
                () -> new Value.Decimal(decimal()),
                () -> new Value.Floating(
                        random.nextBoolean()
                                ? DOUBLES[random.nextInt(DOUBLES.length)]
                                : Double.longBitsToDouble(random.nextLong())),
                () -> new Value.Bool(random.nextBoolean()),
                () -> new Value.Day(LocalDate.ofEpochDay(random.nextLong(-2_000_000, 2_000_000))),
                () -> new Value.LocalMoment(LocalDateTime.ofInstant(instant(), ZoneOffset.UTC)),
                () -> new Value.Moment(instant()),
                () -> new Value.TimeOfDay(LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L))),
                () -> new Value.Guid(guid()),
                () -> new Value.Bytes(bytes()));
    }

    /** A value that can be written to a column. */
    public Value column() {
        return switch (random.nextInt(9)) {
            case 3 -> new Value.Withheld(random.nextLong(0, Long.MAX_VALUE));
            case 0 -> Value.NULL;
            case 1 -> Value.ABSENT;
            case 2 -> new Value.Many(listOf(random.nextInt(3), this::item));
            default -> keyComponent();
        };
    }

    private Value item() {
        return random.nextInt(4) == 0 ? Value.NULL : keyComponent();
    }

    public SourceKey sourceKey() {
        return new SourceKey(listOf(1 + random.nextInt(3), this::keyComponent));
    }

    public SourceTable sourceTable() {
        return new SourceTable(name(), name(), name());
    }

    public SourcePosition position() {
        int epoch = 1 + random.nextInt(3);
        return oneOf(
                () -> new SourcePosition.InLog(
                        epoch, random.nextLong(0, Long.MAX_VALUE), random.nextLong(0, 5), random.nextInt(5)),
                () -> new SourcePosition.InDump(epoch, 1 + random.nextLong(0, 1_000)));
    }

    public ChangeId changeId() {
        return new ChangeId(name(), sourceTable(), sourceKey(), position());
    }

    public RowId rowId() {
        return random.nextInt(4) == 0 ? new RowId.Link(name(), row(), row()) : row();
    }

    /** A row id that is not a link. */
    public RowId row() {
        return oneOf(
                () -> new RowId.OfSource(name(), sourceTable(), sourceKey(), random.nextBoolean() ? "" : text()),
                () -> new RowId.Merged(name(), name(), sourceKey()));
    }

    public Cause cause() {
        return random.nextBoolean() ? new Cause.OfChange(changeId()) : otherCause();
    }

    public WriteId writeId() {
        return writeId(cause());
    }

    private WriteId writeId(Cause cause) {
        Part part = constant(Part.class);
        return new WriteId(cause, rowId(), part, part.isOfColumn() ? name() : "");
    }

    public LookupTarget lookupTarget() {
        return oneOf(
                () -> LookupTarget.NONE,
                () -> new LookupTarget.ByGuid(row(), guid()),
                () -> new LookupTarget.ByKey(row()));
    }

    private LookupTarget end() {
        return oneOf(() -> new LookupTarget.ByGuid(row(), guid()), () -> new LookupTarget.ByKey(row()));
    }

    public EntityWrite entityWrite() {
        long version = 1 + random.nextLong(0, Long.MAX_VALUE);
        RowId.Link link = new RowId.Link(name(), row(), row());
        return oneOf(
                () -> upsert(version),
                () -> new EntityWrite.DeleteRow(new WriteId(cause(), row(), Part.ROW), version, text()),
                () -> patch(version, name()),
                () -> new EntityWrite.SetState(
                        new WriteId(cause(), row(), Part.STATE), version, random.nextInt(), random.nextInt(), text()),
                () -> new EntityWrite.SetFile(
                        new WriteId(cause(), row(), Part.FILE, name()), version, fileContent(), text()),
                () -> new EntityWrite.Link(new WriteId(cause(), link, Part.LINK), version, end(), end(), text()),
                () -> new EntityWrite.Unlink(new WriteId(cause(), link, Part.LINK), version, end(), end(), text()));
    }

    private FileContent fileContent() {
        return oneOf(
                () -> FileContent.NONE,
                () -> new FileContent.InFolder(name(), text()),
                () -> new FileContent.Carried(name(), new Value.Bytes(text().getBytes(StandardCharsets.UTF_8))));
    }

    public FanOut fanOut() {
        ChangeId change = changeId();
        Cause other = cause();
        return oneOf(
                () -> new FanOut.Announced(change, writesOf(new Cause.OfChange(change))),
                () -> new FanOut.Redelivered(change),
                () -> new FanOut.Reannounced(other, writesOf(other)));
    }

    public Outcome outcome() {
        return oneOf(
                () -> new Outcome.Applied(constant(Outcome.Effect.class)),
                () -> new Outcome.AlreadyApplied(random.nextBoolean()),
                () -> new Outcome.Skipped(constant(Outcome.SkipReason.class)),
                () -> new Outcome.Rejected(constant(RejectionReason.class), text()),
                () -> new Outcome.Parked(row()),
                () -> new Outcome.Deferred(constant(Outcome.DeferralReason.class)),
                () -> new Outcome.Bounced(row(), constant(Outcome.BounceReason.class)));
    }

    public RecordedOutcome recordedOutcome() {
        return new RecordedOutcome(
                writeId(),
                random.nextLong(0, Long.MAX_VALUE),
                outcome(),
                constant(RecordedOutcome.Stage.class),
                instant(),
                random.nextBoolean() ? Optional.of(text()) : Optional.empty());
    }

    public BeforeImage beforeImage() {
        return new BeforeImage(row(), guid(), Map.of(name(), text(), name() + "2", text()), instant());
    }

    public Identity identity() {
        long version = random.nextLong(0, Long.MAX_VALUE);
        return oneOf(
                () -> new Identity.Present(
                        random.nextBoolean() ? Optional.of(guid()) : Optional.empty(),
                        version,
                        constant(Identity.Origin.class),
                        random.nextBoolean() ? Optional.of("W/\"" + version + "\"") : Optional.empty()),
                () -> new Identity.Deleted(version),
                () -> new Identity.Gone(version),
                () -> new Identity.Parked(version),
                () -> new Identity.Rejected(version),
                () -> new Identity.MergedInto(row()));
    }

    public FenceEvent fenceEvent() {
        Map<String, Long> offsets = new LinkedHashMap<>();
        Map<String, FenceEvent.PartitionOffsets> changeOffsets = new LinkedHashMap<>();
        for (int topics = random.nextInt(3); topics > 0; topics--) {
            offsets.put(name(), random.nextLong(0, Long.MAX_VALUE));
            changeOffsets.put(
                    name(),
                    new FenceEvent.PartitionOffsets(Map.of(0, random.nextLong(0, 9), 12, random.nextLong(0, 9))));
        }
        Map<String, Long> parkedRows = Map.of(name(), random.nextLong(0, Long.MAX_VALUE));
        return oneOf(
                () -> new FenceEvent.Reached(text(), constant(FenceEvent.Kind.class), name(), instant(), changeOffsets),
                () -> new FenceEvent.Passed(
                        text(), 1 + random.nextInt(3), name(), random.nextInt(9), offsets, parkedRows),
                () -> new FenceEvent.Checked(
                        text(),
                        1 + random.nextInt(3),
                        Map.of(
                                name(),
                                new FenceEvent.Sum(random.nextInt(9), offsets, random.nextInt(9), List.of(text())))));
    }

    /** Some of what the supplier gives. */
    public <T> List<T> listOf(int count, Supplier<T> supplier) {
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(supplier.get());
        }
        return list;
    }

    private EntityWrite patch(long version, String column) {
        WriteId id = new WriteId(cause(), row(), Part.LOOKUP, column);
        return new EntityWrite.PatchLookup(id, version, column, lookupTarget(), text());
    }

    private EntityWrite upsert(long version) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            columns.put("c" + i, column());
        }
        Map<String, LookupTarget> lookups = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            lookups.put("l" + i, lookupTarget());
        }
        OptionalLong basedOn =
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(0, version));
        WriteId id = new WriteId(cause(), row(), Part.ROW);
        Set<String> changed = random.nextBoolean() ? columns.keySet() : lookups.keySet();
        return new EntityWrite.UpsertRow(id, version, basedOn, columns, lookups, changed, text());
    }

    public ControlEvent controlEvent() {
        return oneOf(
                () -> new ControlEvent.StatesOpened(name(), rebuild(), text(), text(), instant()),
                this::replayEvent,
                () -> new SinkSteering.Paused(maybe(this::name), rebuild(), text(), text(), instant()),
                () -> new SinkSteering.Resumed(maybe(this::name), rebuild(), text(), text(), instant()),
                () -> new SinkSteering.LimitsChanged(limitChanges(), rebuild(), text(), text(), instant()),
                () -> new SinkSteering.LimitsReset(rebuild(), text(), text(), instant()),
                () -> new ControlEvent.Noted(text(), text(), instant()),
                () -> new ControlEvent.CutoverPlanned(Optional.of(instant()), text(), text(), instant()),
                () -> new ControlEvent.CutoverPlanned(Optional.empty(), text(), text(), instant()),
                () -> new WaiverEvent.Waived(
                        text(),
                        name(),
                        3,
                        text(),
                        2,
                        3,
                        List.of(writeId(), writeId()),
                        rebuild(),
                        text(),
                        text(),
                        instant()),
                () -> new WaiverEvent.Withdrawn(text(), rebuild(), text(), text(), instant()),
                () -> new DeadLetterEvent.Discarded(List.of(deadLetterId()), text(), text(), instant()),
                () -> new DeadLetterEvent.Replayed(List.of(deadLetterId()), text(), text(), instant()),
                this::sourceEvent);
    }

    private SourceEvent sourceEvent() {
        return oneOf(
                () -> new SourceEvent.Drifted(
                        sourceTable(),
                        text(),
                        List.of(new SourceDrift(constant(SourceDrift.Kind.class), text(), text())),
                        random.nextBoolean(),
                        text(),
                        text(),
                        instant()),
                () -> new SourceEvent.DriftAccepted(sourceTable(), text(), text(), instant()),
                () -> new SourceEvent.GapDecided(
                        name(),
                        constant(SourceEvent.GapDecided.Choice.class),
                        text(),
                        random.nextLong(),
                        random.nextLong(),
                        text(),
                        text(),
                        instant()),
                () -> new SourceEvent.ResnapshotAsked(
                        sourceTable(), text(), text(), random.nextLong(), text(), text(), instant()),
                () -> new SourceEvent.Resnapshotted(
                        sourceTable(),
                        text(),
                        constant(SourceEvent.Resnapshotted.Step.class),
                        new RowDifference(
                                random.nextLong(),
                                random.nextLong(),
                                random.nextLong(),
                                random.nextLong(),
                                random.nextLong()),
                        text(),
                        text(),
                        text(),
                        instant()));
    }

    private DeadLetterId deadLetterId() {
        return new DeadLetterId(random.nextInt(256), random.nextLong(0, 1_000_000));
    }

    private ReplayEvent replayEvent() {
        return oneOf(
                () -> new ReplayEvent.Requested(
                        text(),
                        name(),
                        random.nextLong(0, Long.MAX_VALUE),
                        text(),
                        random.nextBoolean(),
                        text(),
                        text(),
                        instant()),
                () -> new ReplayEvent.Approved(text(), text(), text(), instant()),
                () -> new ReplayEvent.Paused(text(), text(), text(), instant()),
                () -> new ReplayEvent.Resumed(text(), text(), text(), instant()),
                () -> new ReplayEvent.Cancelled(text(), text(), text(), instant()),
                () -> new ReplayEvent.Ended(
                        text(), Map.of("applied", random.nextLong(), "rejected", 1L), text(), text(), instant()));
    }

    public RequestUse requestUse() {
        return new RequestUse(name(), instant(), random.nextLong(0, Long.MAX_VALUE), maybe(this::text));
    }

    private int rebuild() {
        return 1 + random.nextInt(3);
    }

    private LimitChanges limitChanges() {
        return new LimitChanges(
                maybe(random::nextInt),
                maybe(() -> Duration.ofMillis(random.nextInt())),
                maybe(random::nextInt),
                maybe(random::nextDouble),
                maybe(random::nextInt),
                maybe(random::nextInt),
                maybe(random::nextLong));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    public ReplayCommand replay() {
        ChangeId change = changeId();
        return new ReplayCommand(name(), change.table(), change.key(), name(), text(), instant());
    }

    private Cause otherCause() {
        return oneOf(
                () -> new Cause.OfReplay(text()),
                () -> new Cause.OfReferenceData(text(), text(), random.nextLong()),
                () -> new Cause.OfMapping(text()),
                () -> new Cause.OfLoss(random.nextLong()),
                () -> new Cause.OfReturn(row(), guid(), random.nextLong()),
                () -> new Cause.OfMerge(row(), row(), random.nextLong()));
    }

    private List<WriteId> writesOf(Cause cause) {
        return listOf(random.nextInt(4), () -> writeId(cause));
    }

    private long number() {
        return switch (random.nextInt(3)) {
            case 0 -> LONGS[random.nextInt(LONGS.length)];
            case 1 -> random.nextLong(-1_000, 1_000);
            default -> random.nextLong();
        };
    }

    private BigDecimal decimal() {
        return random.nextBoolean()
                ? new BigDecimal(BigInteger.valueOf(number()), random.nextInt(-40, 40))
                : new BigDecimal(BigInteger.valueOf(random.nextInt(-120, 120)), random.nextInt(4));
    }

    private Instant instant() {
        long micros = random.nextLong(-MICROS_IN_4000_YEARS, MICROS_IN_4000_YEARS);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), random.nextInt(1_000_000_000));
    }

    private UUID guid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(9)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <E extends Enum<E>> E constant(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return constants[random.nextInt(constants.length)];
    }

    @SafeVarargs
    private <T> T oneOf(Supplier<? extends T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }
}
