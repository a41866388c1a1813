package org.dataferry.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineHistoryTest {

    private static final byte[] FILE = """
            1	0/3000158	no recovery target specified

            2	1A/FF000028	before 2026-01-01 00:00:00+00
            """.getBytes(UTF_8);

    @Test
    void saysWhereATimelineWasLeft() {
        assertThat(TimelineHistory.leftAt(FILE, 1)).hasValue(0x3000158L);
        assertThat(TimelineHistory.leftAt(FILE, 2)).hasValue(0x1AFF000028L);
    }

    @Test
    void knowsNothingOfATimelineThatItNeverWasOn() {
        assertThat(TimelineHistory.leftAt(FILE, 3)).isEmpty();
    }
}
