package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.LinkMapping;
import org.dataferry.transform.mapping.Mappings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a link table, such as {@code 1>2}, link accounts with accounts. */
class LinksComeAndGoTest {

    private static final String RELATIONSHIP = "account_partner";
    private static final RowId.Link LINK = new RowId.Link(RELATIONSHIP, account(1), account(2));

    @TempDir
    private Path directory;

    private final Set<String> refused = new HashSet<>();
    private MigrationDriver migration;
    private long lsn;

    private record Partners(Set<String> refused) implements LinkMapping {
        @Override
        public String relationship() {
            return RELATIONSHIP;
        }

        @Override
        public SourceTable table() {
            return CUSTOMERS_2;
        }

        @Override
        public Set<String> namedEntities() {
            return Set.of("account");
        }

        @Override
        public LinkResult link(SourceRow row) {
            if (refused.contains(((Value.Text) row.get("name")).value())) {
                return new LinkResult.Refused(RejectionReason.VALUE_INVALID, "refused for now");
            }
            String[] ends = ((Value.Text) row.get("name")).value().split(">");
            return new LinkResult.Linked(
                    new RowId.Link(RELATIONSHIP, account(Long.parseLong(ends[0])), account(Long.parseLong(ends[1]))));
        }
    }

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory,
                new Mappings(
                        "map-1",
                        List.of(new NamingMapping("account", CUSTOMERS, "account", CUSTOMERS, true)),
                        List.of(new Partners(refused))));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void waitsForBothEnds() {
        there(1);

        link(1, "1>2");

        assertThat(migration.writes(RELATIONSHIP)).isEmpty();
        there(2);
        assertThat(migration.write(RELATIONSHIP)).isInstanceOf(EntityWrite.Link.class);
    }

    @Test
    void linkWithTwoSourceRowsGoesWithTheLastOfThemAndComesBack() {
        there(1);
        there(2);

        link(1, "1>2");
        migration.applied(migration.write(RELATIONSHIP));
        link(2, "1>2");
        unlink(1);
        assertThat(migration.writes(RELATIONSHIP)).isEmpty();

        unlink(2);
        EntityWrite gone = migration.write(RELATIONSHIP);
        assertThat(gone).isInstanceOf(EntityWrite.Unlink.class);
        assertThat(gone.row()).isEqualTo(LINK);
        migration.outcome(gone, new Outcome.Applied(Outcome.Effect.UNLINKED));

        link(1, "1>2");
        assertThat(migration.write(RELATIONSHIP)).isInstanceOf(EntityWrite.Link.class);
    }

    @Test
    void sourceRowThatLinksOthersNowLetsGoOfThose() {
        there(1);
        there(2);
        there(3);
        link(1, "1>2");
        migration.applied(migration.write(RELATIONSHIP));

        migration.change(CUSTOMERS_2, migration.source.row("u", 1, at(1, ++lsn), "1>3", null));

        assertThat(migration.writes(RELATIONSHIP))
                .hasSize(2)
                .anySatisfy(write -> assertThat(write).isInstanceOf(EntityWrite.Unlink.class))
                .anySatisfy(write ->
                        assertThat(write.row()).isEqualTo(new RowId.Link(RELATIONSHIP, account(1), account(3))));
    }

    @Test
    void saysUnderTheRefusedRowsOwnIdThatItLinksAfterAll() {
        there(1);
        there(2);
        refused.add("1>2");
        link(7, "1>2");

        refused.clear();
        migration.replay(new ReplayCommand("r1", CUSTOMERS_2, key(7), RELATIONSHIP, "me", Instant.EPOCH));

        RowId own = new RowId.OfSource(RELATIONSHIP, CUSTOMERS_2, key(7));
        assertThat(migration.outcomes(RELATIONSHIP))
                .extracting(one -> one.write().row(), one -> one.outcome())
                .containsExactly(
                        tuple(own, new Outcome.Rejected(RejectionReason.VALUE_INVALID, "refused for now")),
                        tuple(own, new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW)));
        assertThat(migration.write(RELATIONSHIP).row()).isEqualTo(LINK);
    }

    private void link(long id, String ends) {
        migration.change(CUSTOMERS_2, migration.source.row("c", id, at(1, ++lsn), ends, null));
    }

    private void unlink(long id) {
        migration.change(CUSTOMERS_2, migration.source.delete(id, at(1, ++lsn)));
    }

    private void there(long id) {
        migration.identity(
                account(id), new Identity.Present(Optional.of(new UUID(0, id)), 1, Identity.Origin.CREATED_BY_FERRY));
    }

    private static RowId account(long id) {
        return new RowId.OfSource("account", CUSTOMERS, key(id));
    }
}
