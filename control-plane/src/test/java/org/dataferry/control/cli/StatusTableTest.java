package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.dataferry.control.ledger.EntityStatus;
import org.junit.jupiter.api.Test;

class StatusTableTest {

    private static final EntityStatus ACCOUNT =
            new EntityStatus("account", 91, 0, 91, 80, 0, 1, 0, 10, 0, 0, 0, 0, 80, 0, 0, 0);
    private static final EntityStatus ORDER =
            new EntityStatus("ferry_order", 830, 0, 830, 820, 0, 0, 0, 0, 0, 0, 10, 0, 820, 7, 0, 0);

    private final StatusTable table = new StatusTable(List.of(ACCOUNT, ORDER), Optional.empty());

    @Test
    void leavesOutColumnsOfZeros() {
        assertThat(table.lines(200))
                .containsExactly(
                        "entity       captured  announced  applied  skipped  parked  rejected  rows  rejected rows",
                        "account            91         91       80        1      10         0    80              0",
                        "ferry_order       830        830      820        0       0        10   820              7");
    }

    @Test
    void leavesOutWhatCanBeMissedWhereItIsTooWideStill() {
        assertThat(table.lines(80).getFirst())
                .isEqualTo("entity       captured  announced  applied  parked  rejected  rows  rejected rows");
    }

    @Test
    void showsWhatThereIsAlsoWhereItIsNothing() {
        EntityStatus none = new EntityStatus("account", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        assertThat(new StatusTable(List.of(none), Optional.empty()).lines(80))
                .containsExactly("entity   captured  applied  rows", "account         0        0     0");
    }

    @Test
    void keepsWhatIsWrongToTheLast() {
        assertThat(table.lines(40).getFirst()).isEqualTo("entity       applied  rejected  rows  rejected rows");
    }
}
