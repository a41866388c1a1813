package org.dataferry.emulator.limits;

/** Why a request is refused for now. @param retryAfterSeconds in real time */
public record Throttled(String code, String message, long retryAfterSeconds) {}
