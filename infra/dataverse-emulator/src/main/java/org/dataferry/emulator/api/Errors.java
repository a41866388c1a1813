package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;

/** Refusals as responses. Source: Microsoft's page "Compose HTTP requests and handle errors". */
public final class Errors {
    private static final String TRACE = "@Microsoft.PowerApps.CDS.TraceText";

    private Errors() {}

    public static ApiResponse response(ApiRequest request, Refusal refusal) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("code", refusal.code()).put("message", refusal.getMessage());
        refusal.annotations().forEach((name, value) -> {
            if (request.wantsAnnotation(name.substring(1))) {
                error.put(name, value);
            }
        });
        if (request.wantsAnnotation(TRACE.substring(1))) {
            error.put("@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus", "0");
            error.put(
                    "@Microsoft.PowerApps.CDS.HelpLink",
                    "http://go.microsoft.com/fwlink/?LinkID=398563&error=" + "Microsoft.Crm.CrmException%3a"
                            + refusal.code().replace("0x", "") + "&client=platform");
            error.put(TRACE, "");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return ApiResponse.json(refusal.status(), body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
