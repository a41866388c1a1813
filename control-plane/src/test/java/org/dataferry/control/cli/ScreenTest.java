package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final StringWriter out = new StringWriter();

    @Test
    void drawsOverTheLastPictureWithoutClearingIt() {
        Terminal terminal = new Terminal(3, 6);
        try (Screen screen = new Screen(new PrintWriter(out))) {
            screen.draw(List.of("one", "two"), terminal);
            String first = out.toString();
            screen.draw(List.of("a longer one", "two", "three"), terminal);

            assertThat(first).isEqualTo("\u001b[?25l\u001b[2J\u001b[Hone\u001b[K\r\ntwo\u001b[K\r\n\u001b[J");
            assertThat(out.toString().substring(first.length()))
                    .as("a wide line goes on in the next, and what is below the last is cut")
                    .isEqualTo("\u001b[Ha longer one\r\n\u001b[J");
        }
        assertThat(out.toString()).endsWith("\u001b[?25h");
    }

    @Test
    void leavesAScreenAloneThatItNeverDrewOn() {
        new Screen(new PrintWriter(out)).close();

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void takesTheUsualSizeWhereATerminalDoesNotTell() {
        assertThat(Terminal.parse("50 132\n")).isEqualTo(new Terminal(50, 132));
        assertThat(Terminal.parse("0 0")).isEqualTo(new Terminal(24, 80));
        assertThat(Terminal.parse("")).isEqualTo(new Terminal(24, 80));
    }
}
