package org.dataferry.emulator.faults;

import java.util.List;
import java.util.function.Supplier;
import org.dataferry.emulator.shape.RequestShape;

/**
 * A request that a rule may strike.
 *
 * @param url decoded, with the query
 * @param body as text, made only if a rule asks
 * @param shapes its own, and those of its parts
 */
public record Candidate(String method, String url, Supplier<String> body, Supplier<List<RequestShape>> shapes) {}
