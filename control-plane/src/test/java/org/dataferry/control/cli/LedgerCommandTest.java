package org.dataferry.control.cli;

import org.junit.jupiter.api.Test;

class LedgerCommandTest {

    @Test
    void printsWhatIsPublished() {
        Published.assertFollows(
                "ledger", LedgerCommand.document(true, "jdbc:postgresql://127.0.0.1:1/ledger?user=ferry"));
    }
}
