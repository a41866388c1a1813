package org.dataferry.emulator.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyScanTest {
    private static BodyScan scan(String json) {
        return BodyScan.of(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsTargetsTheirColumnsAndThoseByKey() {
        BodyScan scan = scan("""
                {"Targets":[
                  {"@odata.type":"Microsoft.Dynamics.CRM.account","@odata.id":"accounts(mig_key='A{1}')","name":"a:\\"b\\"","x@odata.bind":null},
                  {"@odata.type":"Microsoft.Dynamics.CRM.account","@odata.id":"accounts(5f0e1c1c-0000-0000-0000-000000000001)","name":"b"},
                  {"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"5f0e1c1c-0000-0000-0000-000000000001"}],"other":{}}""");

        assertThat(scan.listedRows()).isEqualTo(3);
        assertThat(scan.listedColumns()).isEqualTo(4);
        assertThat(scan.keyedRows()).isEqualTo(1);
    }

    @Test
    void countsTheColumnsOfOneRow() {
        assertThat(scan("{\"@odata.type\":\"x\",\"name\":\"a\",\"revenue\":{\"deep\":1},\"b\":[1,2]}")
                        .ownColumns())
                .isEqualTo(3);
        assertThat(scan("").ownColumns()).isZero();
    }

    @Test
    void survivesWhatIsNoJson() {
        for (String text : new String[] {
            "\"",
            "\"\\",
            "}}}",
            "{\"a\":\"",
            "[[[[[",
            ":::",
            "{\"Targets\":[{\"@odata.id\":\"(",
            "{\"Targets\":[{\"@odata.id\":\""
        }) {
            assertThat(scan(text).listedRows()).as(text).isBetween(0, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    accounts(mig_key='A1') | true
                    accounts(mig_number=5) | true
                    accounts(a='1',b='2') | true
                    accounts(5f0e1c1c-0000-0000-0000-000000000001) | false
                    accounts(accountid=5f0e1c1c-0000-0000-0000-000000000001) | false
                    accounts | false
                    """)
    void tellsAKeyFromAGuid(String address, boolean key) {
        assertThat(BodyScan.isKey(address)).isEqualTo(key);
    }
}
