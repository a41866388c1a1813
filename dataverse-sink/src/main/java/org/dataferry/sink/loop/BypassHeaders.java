package org.dataferry.sink.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.schemas.settings.Bypass;

/**
 * The headers by which writes pass by the target's own logic.
 *
 * <p>Sources: Microsoft's pages "Bypass custom Dataverse logic" and "Bypass Power Automate flows".
 */
final class BypassHeaders {
    private static final String LOGIC = "MSCRM.BypassBusinessLogicExecution";
    private static final String FLOWS = "MSCRM.SuppressCallbackRegistrationExpanderJob";

    private BypassHeaders() {}

    static Map<String, Map<String, String>> of(Map<String, Set<Bypass>> bypass) {
        return bypass.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> of(entry.getValue())));
    }

    static Map<String, String> of(Set<Bypass> bypass) {
        Map<String, String> headers = new LinkedHashMap<>();
        String logic = Stream.of(Bypass.values())
                .filter(bypass::contains)
                .filter(Bypass::needsPrivilege)
                .map(BypassHeaders::logic)
                .collect(Collectors.joining(","));
        if (!logic.isEmpty()) {
            headers.put(LOGIC, logic);
        }
        if (bypass.contains(Bypass.FLOWS)) {
            headers.put(FLOWS, "true");
        }
        return headers;
    }

    private static String logic(Bypass kind) {
        return switch (kind) {
            case SYNC_LOGIC -> "CustomSync";
            case ASYNC_LOGIC -> "CustomAsync";
            case FLOWS -> throw new IllegalArgumentException("flows have a header of their own");
        };
    }
}
