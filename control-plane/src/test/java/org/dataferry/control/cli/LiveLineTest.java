package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveLineTest {

    private final StringWriter out = new StringWriter();

    @Test
    void writesOverTheLastLineAndNeverAsFarAsTheEdge() {
        LiveLine line = new LiveLine(new PrintWriter(out), () -> Optional.of(new Terminal(24, 10)));

        line.show("123456789");
        line.show("1234567890");
        line.end();
        line.end();

        assertThat(out.toString()).isEqualTo("\r\u001b[2K123456789\r\u001b[2K12345678…" + System.lineSeparator());
    }

    @Test
    void writesPlainLinesWhereThereIsNoTerminal() {
        LiveLine line = new LiveLine(new PrintWriter(out), Optional::empty);

        line.show("one");
        line.show("two");
        line.end();

        assertThat(out.toString().lines()).containsExactly("one", "two");
        assertThat(out.toString()).doesNotContain("\r\u001b");
    }
}
