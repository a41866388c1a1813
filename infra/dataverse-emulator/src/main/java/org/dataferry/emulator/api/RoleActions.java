package org.dataferry.emulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.value.Guids;
import org.dataferry.emulator.write.RolePrivileges;
import org.dataferry.emulator.write.RolePrivileges.Grant;

/**
 * Actions bound to a role.
 *
 * <p>Source: Microsoft's references of AddPrivilegesRole, ReplacePrivilegesRole and RemovePrivilegeRole; a depth may be a name or a number.
 */
final class RoleActions {
    private static final String PREFIX = "Microsoft.Dynamics.CRM.";
    private static final Map<String, Integer> DEPTHS =
            Map.of("Basic", 1, "Local", 2, "Deep", 4, "Global", 8, "0", 1, "1", 2, "2", 4, "3", 8);

    private final RolePrivileges privileges;

    RoleActions(RolePrivileges privileges) {
        this.privileges = privileges;
    }

    static boolean owns(String segment) {
        return segment.startsWith(PREFIX);
    }

    ApiResponse answer(ApiRequest request, UnitOfWork work, RowAddress address, String segment) {
        String action = segment.substring(PREFIX.length()).replace("()", "");
        if (!address.table().logicalName().equals("role") || !request.method().equals("POST")) {
            throw Refusals.notEmulated(
                    "'" + segment + "' bound to a row of " + address.table().logicalName());
        }
        ObjectNode body = Bodies.object(request);
        return switch (action) {
            case "AddPrivilegesRole" -> grant(request, work, address, body, false);
            case "ReplacePrivilegesRole" -> grant(request, work, address, body, true);
            case "RemovePrivilegeRole" -> {
                UUID privilege = Guids.parse(body.path("PrivilegeId").asText());
                if (privilege == null) {
                    throw Refusals.badPayload("The parameter 'PrivilegeId' is missing or is no GUID.");
                }
                yield work.write(unit -> {
                    privileges.revoke(unit, request, address, privilege);
                    return ApiResponse.noContent();
                });
            }
            default -> throw Refusals.notEmulated("the action '" + segment + "'");
        };
    }

    private ApiResponse grant(
            ApiRequest request, UnitOfWork work, RowAddress address, JsonNode body, boolean replacing) {
        if (!body.path("Privileges").isArray()) {
            throw Refusals.badPayload("The parameter 'Privileges' is missing or is not a list.");
        }
        List<Grant> grants = new ArrayList<>();
        for (JsonNode privilege : body.path("Privileges")) {
            UUID id = Guids.parse(privilege.path("PrivilegeId").asText());
            Integer depth = DEPTHS.get(privilege.path("Depth").asText());
            if (id == null || depth == null) {
                throw Refusals.badPayload("Each of 'Privileges' needs a PrivilegeId, and as Depth one of Basic, Local,"
                        + " Deep and Global: " + privilege + ".");
            }
            grants.add(new Grant(id, depth));
        }
        return work.write(unit -> {
            privileges.grant(unit, request, address, grants, replacing);
            return ApiResponse.noContent();
        });
    }
}
