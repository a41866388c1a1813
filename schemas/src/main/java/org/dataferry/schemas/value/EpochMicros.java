package org.dataferry.schemas.value;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time as microseconds since 1970, the finest that PostgreSQL keeps and the form in which we write them. */
public final class EpochMicros {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private EpochMicros() {}

    /**
     * What is finer than a microsecond is cut off.
     *
     * @throws ArithmeticException beyond 292,000 years from 1970, where 64 bits end
     */
    public static long of(Instant moment) {
        long micros = moment.getNano() / 1_000;
        if (moment.getEpochSecond() < 0) {
            // One second later and back, so that the earliest moment does not overflow on the way.
            return Math.addExact(
                    Math.multiplyExact(moment.getEpochSecond() + 1, MICROS_PER_SECOND), micros - MICROS_PER_SECOND);
        }
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), MICROS_PER_SECOND), micros);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
