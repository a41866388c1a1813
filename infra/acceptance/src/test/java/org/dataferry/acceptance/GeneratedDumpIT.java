package org.dataferry.acceptance;

import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A dump in COPY form, with all that such a dump escapes; and a second run on what the first one left. */
@ExtendWith(RunningMigration.Shared.class)
final class GeneratedDumpIT {

    @Test
    void movesADumpInCopyFormAndKeepsToItWhenRunAgain(RunningMigration migration) throws Exception {
        try (Witness witness = migration.witness()) {
            // when
            var again = migration
                    .folder()
                    .command("run", "--until-caught-up", "--json")
                    .run()
                    .assertExit(0)
                    .json();

            // then
            Guarantee.assertAllHold(witness, again);
        }
    }
}
