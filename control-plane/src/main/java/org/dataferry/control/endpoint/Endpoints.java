package org.dataferry.control.endpoint;

import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.dataferry.capture.dump.jdbc.DumpDatabase;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.origin.PostgresSource;
import org.dataferry.capture.origin.Source;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.secret.Secret;
import org.dataferry.schemas.settings.DataverseSettings;
import org.dataferry.sink.client.protocol.DataverseEndpoint;

/**
 * Where every server of a migration is.
 *
 * @param ends where its sources are, by their names
 * @param kafkaClient connection settings for any Kafka client
 */
public record Endpoints(
        Map<String, SourceEnd> ends,
        Database ledger,
        Properties kafkaClient,
        RegistryEndpoint registry,
        Target target) {

    public Endpoints {
        ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
        kafkaClient = copy(kafkaClient);
    }

    /** For whoever reads the sources. */
    public Sources sources() {
        Map<String, Source> opened = new HashMap<>();
        ends.forEach((name, end) -> opened.put(name, end.opened()));
        return new Sources(new TableNames(List.copyOf(ends.keySet())), opened);
    }

    /** @param name of a source of the migration */
    public SourceEnd end(String name) {
        return Objects.requireNonNull(ends.get(name));
    }

    /** Where a source is. */
    public sealed interface SourceEnd {

        /** For whoever reads it. */
        Source opened();

        /** What a client of it takes as it is. */
        String loginUrl();
    }

    /** Dumps, in files or read by JDBC. */
    public record Dumps(DumpSource opened) implements SourceEnd {
        @Override
        public String loginUrl() {
            return opened.database()
                    .map(DumpDatabase::url)
                    .or(() -> opened.folder()
                            .map(folder ->
                                    folder.toAbsolutePath().normalize().toUri().toString()))
                    .orElseThrow();
        }
    }

    /**
     * @param embedded whether it is one of ours, so that its password may be shown
     * @param keys of tables that have no primary key
     */
    public record Database(String jdbcUrl, String user, Secret password, boolean embedded, DeclaredKeys keys)
            implements SourceEnd {

        /** Without keys that were declared. */
        public Database(String jdbcUrl, String user, Secret password, boolean embedded) {
            this(jdbcUrl, user, password, embedded, DeclaredKeys.NONE);
        }

        Database with(DeclaredKeys declared) {
            return new Database(jdbcUrl, user, password, embedded, declared);
        }

        @Override
        public Source opened() {
            return new PostgresSource(address(), keys);
        }

        public SourceAddress address() {
            return new SourceAddress(jdbcUrl, user, password.reveal());
        }

        /** The URL with user and, for an embedded one, password: what a JDBC client takes as it is. */
        @Override
        public String loginUrl() {
            String separator = jdbcUrl.contains("?") ? "&" : "?";
            String login = jdbcUrl + separator + "user=" + user;
            return embedded ? login + "&password=" + password.reveal() : login;
        }
    }

    /**
     * @param moreUsers further application users that rows are written by
     * @param emulator whether it is the emulator that Ferry started, which it may change without asking
     */
    public record Target(
            URI baseUrl,
            URI tokenUrl,
            String clientId,
            Secret secret,
            List<DataverseSettings.ApplicationUser> moreUsers,
            boolean emulator) {

        public Target {
            moreUsers = List.copyOf(moreUsers);
        }

        public Target(URI baseUrl, URI tokenUrl, String clientId, Secret secret, boolean emulator) {
            this(baseUrl, tokenUrl, clientId, secret, List.of(), emulator);
        }

        /** The target as each of its application users sees it, the first one first. */
        public List<DataverseEndpoint> users() {
            return Stream.concat(
                            Stream.of(endpoint()),
                            moreUsers.stream()
                                    .map(user -> new DataverseEndpoint(
                                            baseUrl, tokenUrl, user.clientId(), user.clientSecret())))
                    .toList();
        }

        public DataverseEndpoint endpoint() {
            return new DataverseEndpoint(baseUrl, tokenUrl, clientId, secret);
        }
    }

    @Override
    public Properties kafkaClient() {
        return copy(kafkaClient);
    }

    public String bootstrapServers() {
        return kafkaClient.getProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    private static Properties copy(Properties properties) {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }
}
