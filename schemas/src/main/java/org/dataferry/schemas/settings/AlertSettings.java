package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of what cannot wait until somebody looks at the dashboard.
 *
 * @param webhook where each notice is posted to as JSON; a secret, as with chat services whoever knows it may post
 * @param token what is sent as a bearer token besides; null for none
 * @param lagAbove from which lag on the target is too far behind, once that has lasted ten minutes; most syncs are seconds behind
 * @param repeatAfter after which it is told again that something still is so; half a shift
 * @param retryPause until a notice that was not taken is sent again; a receiver that is restarted is back by then
 * @param timeout for connecting, and for the answer; receivers answer within a second
 */
public record AlertSettings(
        Secret webhook,
        @Nullable Secret token,
        Duration lagAbove,
        Duration repeatAfter,
        Duration retryPause,
        Duration timeout) {

    private static final int DELETE = 0x7f;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @JsonCreator
    static AlertSettings of(
            @JsonProperty(value = "webhook", required = true) Secret webhook,
            @JsonProperty("token") @Nullable Secret token,
            @JsonProperty("lagAbove") @Nullable Duration lagAbove,
            @JsonProperty("repeatAfter") @Nullable Duration repeatAfter,
            @JsonProperty("retryPause") @Nullable Duration retryPause,
            @JsonProperty("timeout") @Nullable Duration timeout) {
        return new AlertSettings(
                webhook,
                token,
                positive("dashboard.alerts.lagAbove", orElse(lagAbove, Duration.ofMinutes(5))),
                positive("dashboard.alerts.repeatAfter", orElse(repeatAfter, Duration.ofHours(4))),
                positive("dashboard.alerts.retryPause", orElse(retryPause, Duration.ofSeconds(30))),
                positive("dashboard.alerts.timeout", orElse(timeout, Duration.ofSeconds(10))));
    }

    public AlertSettings {
        if (token != null && !token.reveal().strip().chars().allMatch(AlertSettings::isOfHeader)) {
            throw new SettingsException("what dashboard.alerts.token names has characters that no bearer token has");
        }
        try {
            URI url = URI.create(webhook.reveal().strip());
            if (!SCHEMES.contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
                throw new IllegalArgumentException("no address");
            }
        } catch (IllegalArgumentException malformed) {
            // Without its text, which is a secret.
            throw new SettingsException("what dashboard.alerts.webhook names is no address such as https://host/path");
        }
    }

    /** Printable ASCII (RFC 6750, 2.1, allows fewer, and receivers more). */
    private static boolean isOfHeader(int character) {
        return character > ' ' && character < DELETE;
    }

    public URI url() {
        return URI.create(webhook.reveal().strip());
    }

    public Optional<Secret> configuredToken() {
        return Optional.ofNullable(token).map(text -> new Secret(text.reveal().strip()));
    }
}
