package org.dataferry.control.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1:51234, 192.0.2.1",
        "'10.0.0.1, 192.0.2.1', 192.0.2.1",
        "'10.0.0.1,192.0.2.1 ', 192.0.2.1",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
        "[2001:db8:0::1]:443, 2001:db8:0:0:0:0:0:1"
    })
    void isTheLastOneWithoutItsPort(String line, String address) {
        assertThat(ForwardedAddress.in(line)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "localhost",
                "192.0.2.1,",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.1:x",
                "3221225985",
                "fe",
                "fe.de",
                "::1::",
                "[::1",
                "[::1]x",
                "fe80::1%eth0",
                "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa"
            })
    void whateverElseStandsThereIsNone(String line) {
        assertThat(ForwardedAddress.in(line)).isEmpty();
    }
}
