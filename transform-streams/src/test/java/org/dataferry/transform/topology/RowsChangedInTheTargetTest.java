package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS_2;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Rows that the sink did not write, as somebody had changed them in the target. Nothing of such a write counts as applied,
 * so the next change of the row at its source meets the same policy again.
 */
class RowsChangedInTheTargetTest {

    private static final List<Outcome> NOT_WRITTEN = List.of(
            new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET),
            new Outcome.Rejected(RejectionReason.CHANGED_IN_TARGET, "somebody changed it"));

    private static final RowId ACCOUNT = new RowId.OfSource("account", CUSTOMERS, key(7));

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private long lsn;

    @BeforeEach
    void start() {
        migration = new MigrationDriver(
                directory,
                new NamingMapping("account", CUSTOMERS, "account", CUSTOMERS, true),
                new NamingMapping("contact", CUSTOMERS_2, "account", CUSTOMERS, false));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @ParameterizedTest
    @FieldSource("NOT_WRITTEN")
    void nextChangeIsRelativeToWhatTheTargetHasOfFerry(Outcome notWritten) {
        migration.applied(change(CUSTOMERS, "c", 1, "One"));
        migration.outcome(change(CUSTOMERS, "u", 1, "Two"), notWritten);

        EntityWrite.UpsertRow third = change(CUSTOMERS, "u", 1, "Three");

        assertThat(third.basedOn()).isEqualTo(OptionalLong.of(1));
        assertThat(third.changed()).containsExactly("name");
    }

    @ParameterizedTest
    @FieldSource("NOT_WRITTEN")
    void sameImageIsSentAgainAsTheTargetDoesNotHaveIt(Outcome notWritten) {
        migration.applied(change(CUSTOMERS, "c", 1, "One"));
        migration.outcome(change(CUSTOMERS, "u", 1, "Two"), notWritten);

        EntityWrite.UpsertRow again = change(CUSTOMERS, "u", 1, "Two");

        assertThat(again.version()).isEqualTo(3);
        assertThat(again.changed()).containsExactly("name");
    }

    /** To bind it anew would be refused again, and again after that, for ever. */
    @ParameterizedTest
    @FieldSource("NOT_WRITTEN")
    void rowIsBoundToAReturnedOneOnceAndWithItsNextChange(Outcome notWritten) {
        migration.identity(ACCOUNT, present(1));
        migration.applied(change(CUSTOMERS_2, "c", 1, "Ann>7"));
        migration.identity(ACCOUNT, new Identity.Deleted(2));
        migration.identity(ACCOUNT, present(2));
        EntityWrite bound = migration.write("contact");
        assertThat(bound.id().cause()).isInstanceOf(Cause.OfReturn.class);

        migration.outcome(bound, notWritten);

        assertThat(migration.writes("contact")).isEmpty();
        EntityWrite.UpsertRow next = change(CUSTOMERS_2, "u", 1, "Anna>7");
        assertThat(next.changed()).contains(NamingMapping.LOOKUP);
    }

    private EntityWrite.UpsertRow change(SourceTable table, String op, long id, String name) {
        migration.change(table, migration.source.row(op, id, at(1, ++lsn), name, null));
        String entity = table.equals(CUSTOMERS) ? "account" : "contact";
        return (EntityWrite.UpsertRow) migration.write(entity);
    }

    private static Identity present(long id) {
        return new Identity.Present(Optional.of(new UUID(0, id)), id, Identity.Origin.CREATED_BY_FERRY);
    }
}
