package org.dataferry.emulator.faults;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.limits.TimeScale;
import org.dataferry.emulator.settings.DurationText;
import org.dataferry.emulator.shape.Operation;
import org.dataferry.emulator.shape.RequestShape;
import org.jspecify.annotations.Nullable;

/** When a fault strikes. It counts the requests that it matched; the n-th of them is always decided alike with the same seed. Thread-safe. */
final class FaultRule {
    private final long id;
    private final RuleText text;
    private final Effect effect;
    private final Pattern path;
    private final @Nullable Operation operation;
    private final @Nullable RowPredicate where;
    private final double share;
    private final long skip;
    private final long count;
    private final long begin;
    private final long end;
    private final long seed;
    private long matched;
    private long due;
    private long struck;

    /** @param id unique; @param index in the list that it was written in, for messages */
    FaultRule(long id, RuleText text, int index, TimeScale time, long seed) {
        this.id = id;
        this.text = text;
        this.seed = seed + id;
        effect = new EffectReader(text, index).read();
        try {
            path = Pattern.compile(text.path() == null ? "" : text.path());
            where = text.where() == null ? null : RowPredicate.of(text.where());
            operation = text.operation() == null ? null : Operation.of(text.operation());
            begin = time.nanos() + (text.begins() == null ? 0 : nanos(text.begins()));
            end = text.lasts() == null ? Long.MAX_VALUE : begin + nanos(text.lasts());
        } catch (PatternSyntaxException e) {
            throw new EmulatorException("Fault " + index + ": path is no regular expression: " + e.getMessage(), e);
        } catch (IllegalArgumentException | EmulatorException e) {
            throw new EmulatorException("Fault " + index + ": " + e.getMessage(), e);
        }
        share = text.share() == null ? 1 : text.share();
        if (!(share > 0 && share <= 1)) {
            throw new EmulatorException("Fault " + index + ": share must be above 0 and at most 1, not " + share);
        }
        boolean bounded = text.share() == null && text.lasts() == null;
        skip = text.after() == null ? 0 : text.after();
        count = text.count() == null ? (bounded ? 1 : Long.MAX_VALUE) : text.count();
    }

    long id() {
        return id;
    }

    RuleText text() {
        return text;
    }

    Effect effect() {
        return effect;
    }

    synchronized long matched() {
        return matched;
    }

    synchronized long struck() {
        return struck;
    }

    boolean over(long now) {
        return now >= end || struck() >= count;
    }

    @Nullable Effect strike(Candidate candidate, long now) {
        if (now < begin || now >= end || !matches(candidate)) {
            return null;
        }
        synchronized (this) {
            if (share < 1 && new SplittableRandom(seed * 31 + matched).nextDouble() >= share) {
                matched++;
                return null;
            }
            matched++;
            long number = due++;
            if (number < skip || number - skip >= count) {
                return null;
            }
            struck++;
            return effect;
        }
    }

    private boolean matches(Candidate candidate) {
        return (text.method() == null || text.method().equalsIgnoreCase(candidate.method()))
                && path.matcher(candidate.url()).find()
                && (text.body() == null || candidate.body().get().contains(text.body()))
                && (!needsShape()
                        || candidate.shapes().get().stream().anyMatch(shape -> matches(shape, candidate.method())))
                && (where == null || where.test(candidate.body().get()));
    }

    private boolean needsShape() {
        return text.table() != null || operation != null || byKeyOnly() || customises();
    }

    private boolean matches(RequestShape shape, String method) {
        return (text.table() == null || text.table().equals(shape.table()))
                && (operation == null || operation == shape.operation())
                && (!byKeyOnly() || shape.keyedRows() > 0)
                && (!customises() || shape.operation().writes() || definesAnything(shape, method));
    }

    private static boolean definesAnything(RequestShape shape, String method) {
        return shape.operation() == Operation.DEFINITION && !method.equals("GET");
    }

    private boolean customises() {
        return effect instanceof Effect.Customise;
    }

    private boolean byKeyOnly() {
        return "keyInactive".equals(text.effect());
    }

    private static long nanos(String duration) {
        return DurationText.parse(duration).toNanos();
    }
}
