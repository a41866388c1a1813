package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.ControlException;
import org.dataferry.control.run.StatusLooks;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SituationText;
import org.dataferry.control.status.SyncState;
import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/**
 * Shows a status again and again until it is stopped: a picture in a terminal, a line now and then elsewhere, a document a
 * line for programs. A server that is away for a while does not end it.
 */
final class StatusWatch {

    /** From the end of one look to the next. */
    private static final Duration PACE = Duration.ofSeconds(1);

    /** A line elsewhere is for a log; a new state is told at once. */
    private static final Duration LINE_PACE = Duration.ofSeconds(10);

    private final Console console;
    private final StatusLooks looks;
    private final BiFunction<Look, Integer, List<String>> lines;
    private final Function<Look, ObjectNode> document;
    private final SituationText words = new SituationText(ZoneId.systemDefault());
    private String lastSaid = "";
    private @Nullable SyncState lastState;
    private long saidAt;

    /**
     * @param lines of a look for a terminal of so many columns
     * @param document of a look for programs
     */
    StatusWatch(
            Console console,
            StatusLooks looks,
            BiFunction<Look, Integer, List<String>> lines,
            Function<Look, ObjectNode> document) {
        this.console = console;
        this.looks = looks;
        this.lines = lines;
        this.document = document;
    }

    /** Returns when the process is told to end. */
    void untilStopped(PrintWriter out) {
        try (Screen screen = new Screen(out)) {
            while (!Thread.currentThread().isInterrupted()) {
                show(screen);
                Thread.sleep(PACE);
            }
        } catch (InterruptedException stopped) {
            // That is how a watch ends.
        }
        // What is open is closed in peace.
        Thread.interrupted();
    }

    private void show(Screen screen) throws InterruptedException {
        Optional<Terminal> terminal = console.isJson() ? Optional.empty() : Terminal.ofStandardOutput();
        try {
            Look look = looks.glance();
            if (console.isJson()) {
                console.line(document.apply(look));
            } else if (terminal.isPresent()) {
                screen.draw(lines.apply(look, terminal.get().columns()), terminal.get());
            } else {
                say(look);
            }
        } catch (ControlException | KafkaException | SchemasException away) {
            if (Thread.currentThread().isInterrupted() || Thread.interrupted()) {
                throw new InterruptedException();
            }
            String why = "UNKNOWN: " + away.getMessage() + "; this looks again";
            terminal.ifPresentOrElse(known -> screen.draw(List.of(why), known), () -> console.progress(why));
        }
    }

    private void say(Look look) {
        SyncState state = look.situation().whole().state();
        String line = words.line(look.situation(), RunProgress.sums(look.report()));
        boolean isDue = System.nanoTime() - saidAt > LINE_PACE.toNanos() && !line.equals(lastSaid);
        if (lastState != state || isDue) {
            console.line(line);
            lastSaid = line;
            lastState = state;
            saidAt = System.nanoTime();
        }
    }
}
