package org.dataferry.acceptance.harness;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Another migration of the example, by a name of its own, whose {@code migration.yaml} names the servers of the shared one: nothing is
 * embedded, unless a part is left out.
 */
public final class ConfiguredMigration {

    private static final String PASSWORD = "FERRY_TEST_SOURCE_PASSWORD";
    private static final String LEDGER_PASSWORD = "FERRY_TEST_LEDGER_PASSWORD";
    private static final String SECRET = "FERRY_TEST_CLIENT_SECRET";

    private final FerryFolder folder;
    private final String name;
    private final Map<String, String> parts = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();

    public ConfiguredMigration(RunningMigration shared, String name, Path directory) {
        FerryServers servers = shared.servers();
        this.name = name;
        this.folder = FerryFolder.copyOfExample("northwind", directory);
        URI dataverse = servers.dataverse();
        parts.put("kafka", "kafka: { bootstrapServers: '" + servers.kafka() + "' }");
        parts.put("registry", "registry: { url: '" + servers.registry() + "' }");
        parts.put("ledger", "ledger: " + postgres(servers.ledgerJdbc(), LEDGER_PASSWORD));
        parts.put("source", "source: { name: erp, postgres: " + postgres(servers.sourceJdbc(), PASSWORD) + " }");
        parts.put(
                "target",
                "target: { prefix: ferry, dataverse: { url: '" + dataverse + "', tenant: emulator, authority: '"
                        + dataverse + "', clientId: 11111111-1111-1111-1111-111111111111, clientSecret: { env: "
                        + SECRET + " } } }");
        environment.put(PASSWORD, parameter(servers.sourceJdbc(), "password"));
        environment.put(LEDGER_PASSWORD, parameter(servers.ledgerJdbc(), "password"));
        environment.put(SECRET, "ferry");
    }

    public FerryFolder folder() {
        return folder;
    }

    /** That server is embedded. */
    public ConfiguredMigration without(String part) {
        parts.remove(part);
        return this;
    }

    /** With a part of {@code migration.yaml} as it is given. */
    public ConfiguredMigration with(String part, String yaml) {
        parts.put(part, yaml);
        return this;
    }

    /** Another database of the source's server, as {@code url}, {@code user} and {@code password} of the settings. */
    public String database(RunningMigration shared, String name) {
        String jdbc = shared.servers().sourceJdbc();
        return postgres(jdbc.replaceFirst("/[^/?]+\\?", "/" + name + "?"), PASSWORD);
    }

    public ConfiguredMigration wrongSourcePassword() {
        environment.put(PASSWORD, "wrong");
        return this;
    }

    public ConfiguredMigration wrongClientSecret() {
        environment.put(SECRET, "wrong");
        return this;
    }

    /** The source is somewhere where nobody listens. */
    public ConfiguredMigration sourceAt(int port) {
        parts.put("source", parts.get("source").replaceFirst("(jdbc:postgresql://[^:/]+):\\d+", "$1:" + port));
        return this;
    }

    /** The ledger is somewhere where nobody listens. */
    public ConfiguredMigration ledgerAt(int port) {
        parts.put("ledger", parts.get("ledger").replaceFirst("(jdbc:postgresql://[^:/]+):\\d+", "$1:" + port));
        return this;
    }

    public FerryCommand command(String command, String... options) {
        List<String> lines = new ArrayList<>(List.of("migration: " + name));
        lines.addAll(parts.values());
        folder.write("migration.yaml", String.join("\n", lines) + "\n");
        FerryCommand call = folder.command(command, options);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            call = call.environment(variable.getKey(), variable.getValue());
        }
        return call;
    }

    private static String postgres(String jdbc, String passwordVariable) {
        return "{ url: '" + jdbc.substring(0, jdbc.indexOf('?')) + "', user: " + parameter(jdbc, "user")
                + ", password: { env: " + passwordVariable + " } }";
    }

    private static String parameter(String jdbc, String parameter) {
        for (String pair : jdbc.substring(jdbc.indexOf('?') + 1).split("&")) {
            if (pair.startsWith(parameter + "=")) {
                return pair.substring(parameter.length() + 1);
            }
        }
        throw new IllegalArgumentException(jdbc + " has no " + parameter);
    }
}
