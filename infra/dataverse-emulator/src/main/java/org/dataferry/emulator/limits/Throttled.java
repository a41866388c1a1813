package org.dataferry.emulator.limits;

/** Why a request is refused for now. @param retryAfterSeconds in real time, rounded up */
public record Throttled(Facet facet, String message, long retryAfterSeconds) {}
