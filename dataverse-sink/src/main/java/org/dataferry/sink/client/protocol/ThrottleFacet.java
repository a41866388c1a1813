package org.dataferry.sink.client.protocol;

/** Which service protection limit was met (per user and web server, sliding window of 300 s). */
public enum ThrottleFacet {
    /** 6,000 requests. */
    REQUESTS,
    /** 1,200 s of combined execution. */
    EXECUTION_TIME,
    /** 52 or more requests at a time. */
    CONCURRENCY,
    /** 429 without one of the three codes. */
    UNKNOWN;

    static ThrottleFacet of(DataverseErrorCode code) {
        // Not exhaustive on purpose: of all codes, three name a facet.
        if (code == DataverseErrorCode.REQUESTS_EXCEEDED) {
            return REQUESTS;
        }
        if (code == DataverseErrorCode.EXECUTION_TIME_EXCEEDED) {
            return EXECUTION_TIME;
        }
        return code == DataverseErrorCode.CONCURRENCY_EXCEEDED ? CONCURRENCY : UNKNOWN;
    }
}
