package org.dataferry.control.bench.operate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerLogTest {

    @ParameterizedTest
    @CsvSource({"1000, 10, 20", "1001, 11, 20", "1002, 11, 21", "1003, 11, 22", "1099, 11, 22"})
    void oneRowOfAHundredIsRefusedAndTwoWaitForIt(int rows, int refused, int parked) {
        assertThat(LedgerLog.refused(rows)).isEqualTo(refused);
        assertThat(LedgerLog.parked(rows)).isEqualTo(parked);
    }
}
