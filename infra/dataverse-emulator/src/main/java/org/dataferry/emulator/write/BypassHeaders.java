package org.dataferry.emulator.write;

import java.util.Set;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.security.Access;
import org.dataferry.emulator.security.Privilege;

/** The headers that skip custom logic, each with the privilege it needs. Source: Microsoft's page "Bypass custom Dataverse logic". */
final class BypassHeaders {
    private static final Set<String> KINDS = Set.of("CustomSync", "CustomAsync");

    private BypassHeaders() {}

    static void check(ApiRequest request, Access access) {
        if ("true".equalsIgnoreCase(request.header("MSCRM.BypassCustomPluginExecution"))) {
            access.require(Privilege.BYPASS_PLUG_INS);
        }
        String logic = request.header("MSCRM.BypassBusinessLogicExecution");
        if (logic != null) {
            for (String kind : logic.split(",")) {
                if (!KINDS.contains(kind.strip())) {
                    throw new Refusal(
                            400,
                            "0x80040203",
                            "The header MSCRM.BypassBusinessLogicExecution must be CustomSync, CustomAsync, or both with a"
                                    + " comma, not " + logic + ".");
                }
            }
            access.require(Privilege.BYPASS_LOGIC);
        }
        if (request.header("MSCRM.BypassBusinessLogicExecutionStepIds") != null) {
            access.require(Privilege.BYPASS_LOGIC);
        }
    }
}
