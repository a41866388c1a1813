package org.dataferry.emulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.limits.ServiceLimits;
import org.jspecify.annotations.Nullable;

/** Settings in YAML or JSON; what a file leaves out keeps its default, and a name that is no setting is an error. */
record SettingsFile(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String data,
        @Nullable String tenant,
        @Nullable List<ApplicationUser> users,
        @Nullable Long tokenLifetimeSeconds,
        @Nullable Long keyActivationMillis,
        @Nullable Double timeScale,
        @Nullable Boolean synced,
        @Nullable Limits limits,
        @Nullable Integer dopHint,
        @Nullable Integer maxRequestBytes,
        @Nullable JsonNode assumptions) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** To write the section is to switch the limits on, unless it says otherwise. */
    record Limits(
            @Nullable Boolean enabled,
            @Nullable Integer requests,
            @Nullable Long executionSeconds,
            @Nullable Integer concurrent,
            @Nullable Long windowSeconds,
            @Nullable Integer servers) {

        ServiceLimits over(ServiceLimits base) {
            return new ServiceLimits(
                    or(enabled, true),
                    or(requests, base.requests()),
                    executionSeconds == null ? base.executionTime() : Duration.ofSeconds(executionSeconds),
                    or(concurrent, base.concurrent()),
                    windowSeconds == null ? base.window() : Duration.ofSeconds(windowSeconds),
                    or(servers, base.servers()));
        }
    }

    static SettingsFile read(Path file) {
        try {
            SettingsFile settings = YAML.readValue(Files.readString(file), SettingsFile.class);
            return Objects.requireNonNullElseGet(
                    settings,
                    () -> new SettingsFile(
                            null, null, null, null, null, null, null, null, null, null, null, null, null));
        } catch (IOException e) {
            throw new EmulatorException(
                    "Cannot read the settings " + file + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    EmulatorSettings over(EmulatorSettings base) {
        return new EmulatorSettings(
                or(host, base.host()),
                or(port, base.port()),
                data == null ? base.data() : Path.of(data),
                or(tenant, base.tenant()),
                or(users, base.users()),
                tokenLifetimeSeconds == null ? base.tokenLifetime() : Duration.ofSeconds(tokenLifetimeSeconds),
                keyActivationMillis == null ? base.keyActivation() : Duration.ofMillis(keyActivationMillis),
                or(timeScale, base.timeScale()),
                or(synced, base.synced()),
                limits == null ? base.limits() : limits.over(base.limits()),
                or(dopHint, base.dopHint()),
                or(maxRequestBytes, base.maxRequestBytes()),
                assumed(base.assumptions()));
    }

    private Assumptions assumed(Assumptions base) {
        try {
            return assumptions == null ? base : base.with(assumptions);
        } catch (IllegalArgumentException e) {
            throw new EmulatorException("Cannot use the settings: " + e.getMessage(), e);
        }
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
