package org.dataferry.control.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;

/**
 * What a replay sends, in this order. It is written to disk before the first command is sent, so that a replay that was
 * killed goes on with exactly the rows that were chosen: what is chosen anew by then may be others.
 *
 * <p>The file is there whole or not at all. Its last line says how many rows it has.
 */
public record ReplayPlan(String replayId, List<ReplayStep> steps) {

    private static final String SUFFIX = ".rows";
    private static final String SEPARATOR = "\t";
    private static final String END = "end";
    private static final int FIELDS = 5;

    public ReplayPlan {
        steps = List.copyOf(steps);
    }

    /** Whose rows are sent, or which links. */
    public Set<String> entities() {
        return steps.stream().map(ReplayStep::entity).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param state of the migration on this machine */
    public void save(Path state) {
        Path file = file(state, replayId);
        Path unfinished = file.resolveSibling(replayId + ".unfinished");
        try {
            Files.createDirectories(file.getParent());
            try (BufferedWriter writer = Files.newBufferedWriter(unfinished, UTF_8)) {
                for (ReplayStep step : steps) {
                    SourceTable table = step.row().table();
                    writer.write(String.join(
                            SEPARATOR,
                            step.entity(),
                            table.source(),
                            table.schema(),
                            table.table(),
                            step.row().key().text()));
                    writer.write('\n');
                }
                writer.write(END + SEPARATOR + steps.size() + "\n");
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new ControlException(
                    "the rows of the replay could not be written to " + file + ", so nothing was sent: " + failed,
                    failed);
        }
    }

    /** @throws ControlException if this machine does not have it */
    public static ReplayPlan load(Path state, String replayId) {
        Path file = file(state, replayId);
        if (!Files.isReadable(file)) {
            throw new ControlException("the rows of replay " + replayId + " are not on this machine, in " + file
                    + ": resume it where it was asked for, or cancel it and choose its rows anew");
        }
        try {
            List<String> lines = Files.readAllLines(file, UTF_8);
            int rows = lines.size() - 1;
            if (rows < 0 || !lines.getLast().equals(END + SEPARATOR + rows)) {
                throw new ControlException(file + " is cut off or changed: it does not end with its number of rows."
                        + " Cancel replay " + replayId + " and choose its rows anew");
            }
            List<ReplayStep> steps = new ArrayList<>(rows);
            StepParts parts = new StepParts();
            for (String line : lines.subList(0, rows)) {
                steps.add(step(file, line, parts));
            }
            return new ReplayPlan(replayId, steps);
        } catch (IOException failed) {
            throw new ControlException("the rows of the replay could not be read from " + file + ": " + failed, failed);
        }
    }

    private static Path file(Path state, String replayId) {
        return state.resolve("replays").resolve(replayId + SUFFIX);
    }

    private static ReplayStep step(Path file, String line, StepParts parts) {
        String[] fields = line.split(SEPARATOR, -1);
        if (fields.length != FIELDS) {
            throw new ControlException(file + " has a line that is no row of a replay: " + line);
        }
        SourceTable table = new SourceTable(fields[1], fields[2], fields[3]);
        return parts.step(fields[0], table, SourceKey.parse(fields[4]));
    }
}
