package org.dataferry.control.bench.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PageTest {

    @Test
    void countsRowsAndFindsTheLinkAtEitherEnd() {
        String rows = "\"value\":[{\"@odata.etag\":\"W/1\",\"a\":1},{\"@odata.etag\":\"W/2\",\"a\":2}]";
        String link = "\"@odata.nextLink\":\"http://x/rows?$skiptoken=y\"";

        assertThat(Page.of(("{" + rows + "," + link + "}").getBytes(UTF_8)))
                .isEqualTo(new Page(2, "http://x/rows?$skiptoken=y"));
        assertThat(Page.of(("{" + link + "," + rows + "}").getBytes(UTF_8)))
                .isEqualTo(new Page(2, "http://x/rows?$skiptoken=y"));
        assertThat(Page.of(("{" + rows + "}").getBytes(UTF_8))).isEqualTo(new Page(2, null));
    }
}
