package org.dataferry.acceptance.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.acceptance.read.DataverseReader;

/** The smallest business there is: papers with a title, and people. A test brings the tables, as it needs them. */
public final class PaperOffice {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final Map<String, String> MAPPINGS = Map.of("people.yaml", """
            entity: contact
            from: public.people
            columns: { lastname: name }
            """, "papers.yaml", """
            entity: ferry_paper
            from: public.papers
            table: { displayName: Paper, displayCollectionName: Papers, primaryName: ferry_name }
            columns: { ferry_name: { column: title, type: text(100) } }
            """);

    private final FerryServers servers;

    public PaperOffice(FerryServers servers) {
        this.servers = servers;
    }

    /** Its migration, not started. */
    public static FerryFolder folder(Path directory) throws IOException {
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("papers"));
        try (Stream<Path> examples = Files.list(folder.directory().resolve("mappings"))) {
            for (Path example : examples.toList()) {
                Files.delete(example);
            }
        }
        MAPPINGS.forEach((file, yaml) -> folder.write("mappings/" + file, yaml));
        return folder;
    }

    /** What happens at the source, each statement by itself. */
    public void source(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Until the target has papers of these titles and no others. */
    public void await(Set<String> titles) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Set<String> there = titles(); !there.equals(titles); there = titles()) {
            assertThat(System.nanoTime())
                    .as("patience, for " + titles + ", there are " + there)
                    .isLessThan(deadline);
            Thread.sleep(LOOK);
        }
    }

    /** Of the people in the target. */
    public Set<String> people() throws InterruptedException {
        return values("contacts", "lastname");
    }

    private Set<String> titles() throws InterruptedException {
        return values("ferry_papers", "ferry_name");
    }

    private Set<String> values(String entitySet, String column) throws InterruptedException {
        return DataverseReader.ofEmulator(servers.dataverse()).rows(entitySet, List.of(column)).stream()
                .map(row -> row.path(column).asText())
                .collect(Collectors.toSet());
    }
}
