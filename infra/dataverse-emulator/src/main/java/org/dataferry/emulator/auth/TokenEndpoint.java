package org.dataferry.emulator.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.value.Guids;

/**
 * {@code POST /{tenant}/oauth2/v2.0/token} for client credentials, with a scope, and its elder {@code POST /{tenant}/oauth2/token}, with a
 * resource. Sources: Microsoft's page "Use OAuth authentication with Dataverse"; for the elder srinathpega.com 2024-08-16.
 */
public final class TokenEndpoint {
    /** Which of the two. */
    public enum Version {
        First,
        Second
    }

    private static final String DEFAULT_SCOPE = "/.default";

    private final String tenant;
    private final List<ApplicationUser> users;
    private final Tokens tokens;
    private final Clock clock;

    public TokenEndpoint(String tenant, List<ApplicationUser> users, Tokens tokens, Clock clock) {
        this.tenant = tenant;
        this.users = List.copyOf(users);
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @param orgUrl as the client addressed this server; the scope must name it */
    public ApiResponse answer(Version version, String requestedTenant, String orgUrl, byte[] form) {
        Map<String, String> fields = UrlText.parameters(new String(form, StandardCharsets.UTF_8));
        if (!requestedTenant.equals(tenant)) {
            return error(
                    400,
                    "invalid_request",
                    "AADSTS90002: Tenant '" + requestedTenant + "' not found. Check to make sure"
                            + " you have the correct tenant ID and are signing into the correct cloud.");
        }
        if (!"client_credentials".equals(fields.get("grant_type"))) {
            return error(
                    400,
                    "unsupported_grant_type",
                    "AADSTS70003: The app requested an unsupported grant type '" + fields.getOrDefault("grant_type", "")
                            + "'.");
        }
        UUID clientId = Guids.parse(fields.getOrDefault("client_id", ""));
        ApplicationUser user = users.stream()
                .filter(known -> known.clientId().equals(clientId))
                .findFirst()
                .orElse(null);
        if (user == null) {
            return error(
                    400,
                    "unauthorized_client",
                    "AADSTS700016: Application with identifier '" + fields.getOrDefault("client_id", "")
                            + "' was not found in the directory '" + tenant + "'.");
        }
        if (!same(user.secret(), fields.getOrDefault("client_secret", ""))) {
            return error(
                    401,
                    "invalid_client",
                    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in"
                            + " the request is the client secret value, not the client secret ID, for a secret added to app '"
                            + user.clientId() + "'.");
        }
        String scope = fields.getOrDefault("scope", "");
        if (version == Version.Second && !scope.endsWith(DEFAULT_SCOPE)) {
            return error(
                    400,
                    "invalid_scope",
                    "AADSTS70011: The provided request must include a 'scope' input parameter." + " The scope '" + scope
                            + "' is not valid: it must be " + orgUrl + DEFAULT_SCOPE + ".");
        }
        String resource = switch (version) {
            case First -> fields.getOrDefault("resource", "").replaceFirst("/$", "");
            case Second -> scope.substring(0, scope.length() - DEFAULT_SCOPE.length());
        };
        if (!authority(resource).equals(authority(orgUrl))) {
            return error(
                    400,
                    "invalid_resource",
                    "AADSTS500011: The resource principal named " + resource + " was not found in the tenant named "
                            + tenant + ".");
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("expires_in", tokens.lifetimeSeconds())
                .put("ext_expires_in", tokens.lifetimeSeconds())
                .put("access_token", tokens.issue(user.clientId(), tenant, resource));
        if (version == Version.First) {
            long now = clock.instant().getEpochSecond();
            json.put("not_before", String.valueOf(now))
                    .put("expires_on", String.valueOf(now + tokens.lifetimeSeconds()))
                    .put("resource", fields.getOrDefault("resource", ""));
        }
        return response(200, json);
    }

    private ApiResponse error(int status, String error, String description) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", error).put("error_description", description);
        json.putArray("error_codes").add(Integer.parseInt(description.replaceFirst("AADSTS(\\d+).*", "$1")));
        json.put("timestamp", clock.instant().toString());
        json.put("trace_id", UUID.randomUUID().toString());
        json.put("correlation_id", UUID.randomUUID().toString());
        return response(status, json);
    }

    /** Both names of this machine's own address are the same. */
    private static String authority(String url) {
        try {
            String authority = URI.create(url).getAuthority();
            return authority == null ? "" : authority.replace("localhost", "127.0.0.1");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static ApiResponse response(int status, ObjectNode json) {
        return new ApiResponse(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store, no-cache"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
