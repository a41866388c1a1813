package org.dataferry.embedded;

/** A server that was ready and now runs no more. The message names its log and quotes the end of it. */
public record ServerFailure(ServerKind server, String message) {}
