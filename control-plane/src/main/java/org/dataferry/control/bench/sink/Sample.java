package org.dataferry.control.bench.sink;

/**
 * What the emulator had done at a moment, for all its users together.
 *
 * @param nanos by this process's clock
 * @param created rows by a create
 * @param updated rows by an update
 * @param upserted rows by an upsert
 * @param requests those of all kinds, throttled ones too
 * @param throttled requests answered with 429
 */
record Sample(long nanos, long created, long updated, long upserted, long requests, long throttled) {

    long rows() {
        return created + updated + upserted;
    }
}
