package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;
import static org.dataferry.transform.topology.TestSource.at;
import static org.dataferry.transform.topology.TestSource.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with a state, of which somebody removes one in the target. */
class LostRowsTest {

    private static final RowId ACCOUNT = new RowId.OfSource("account", CUSTOMERS, key(1));

    @TempDir
    private Path directory;

    private MigrationDriver migration;
    private long lsn;

    /** The name as it is, and with it the state to be inactive. */
    private record InactiveMapping(String entity, SourceTable table) implements EntityMapping {
        @Override
        public String discriminator() {
            return "";
        }

        @Override
        public MappingResult map(SourceRow row) {
            return new MappingResult.Mapped(
                    Map.of("name", row.get("name")), Map.of(), Optional.of(TargetState.INACTIVE));
        }
    }

    @BeforeEach
    void start() {
        migration = new MigrationDriver(directory, new InactiveMapping("account", CUSTOMERS));
    }

    @AfterEach
    void stop() {
        migration.close();
    }

    @Test
    void stateOfALostRowWhoseImageIsForgottenIsRejectedForThat() {
        EntityWrite first = account("One");
        int images = MigrationDriver.LIMITS.unappliedImages();
        List<EntityWrite> more = IntStream.range(0, images)
                .mapToObj(each -> account("Row " + each))
                .toList();
        migration.applied(first);
        more.forEach(
                write -> migration.outcome(write, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long")));
        migration.passFence();
        EntityWrite state = migration.write("account");
        migration.outcomes("account");

        migration.outcome(state, new Outcome.Bounced(ACCOUNT, Outcome.BounceReason.MISSING));

        assertThat(migration.outcomes("account").getLast())
                .satisfies(one -> assertThat(one.write()).isEqualTo(state.id()))
                .extracting(one -> ((Outcome.Rejected) one.outcome()).reason())
                .isEqualTo(RejectionReason.ROW_LOST);
        assertThat(migration.writes("account")).isEmpty();
    }

    private EntityWrite account(String name) {
        migration.change(CUSTOMERS, migration.source.row("u", 1, at(1, ++lsn), name, null));
        return migration.write("account");
    }
}
