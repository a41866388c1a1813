package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.state.FilePart;
import org.dataferry.transform.state.FilePrint;
import org.dataferry.transform.state.RowState;

/**
 * Files of rows: held until the row is there, and sent again to a row that was made anew. What is held is the print of a
 * content; the content is made of the last image of the source row when it is sent, so it is kept nowhere twice.
 */
final class RowFiles {

    private final SourceRows sourceRows;
    private final RowOutlet outlet;
    private final String mappingVersion;

    RowFiles(SourceRows sourceRows, RowOutlet outlet, String mappingVersion) {
        this.sourceRows = sourceRows;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
    }

    /**
     * Holds files that are others than the row has or will have; their writes are added to those to be announced.
     *
     * @param whole also those that it has
     */
    RowState held(
            WriteId write, RowState state, Map<String, FileContent> files, boolean whole, List<WriteId> announced) {
        RowState after = state;
        for (Map.Entry<String, FileContent> file : files.entrySet()) {
            FilePrint print = FilePrint.of(file.getValue());
            FilePart part = after.parts().file(file.getKey());
            if (whole || !part.wanted().equals(Optional.of(print))) {
                WriteId own = new WriteId(write.cause(), write.row(), Part.FILE, file.getKey());
                announced.add(own);
                superseded(part);
                Optional<Outcome> refusal = refusal(file.getValue());
                refusal.ifPresentOrElse(
                        why -> outlet.record(own, why), () -> outlet.record(own, new Outcome.Parked(write.row())));
                FilePart next = refusal.isPresent() ? part.refused() : part.holding(new FilePart.Held(own, print));
                after = after.parts(after.parts().with(file.getKey(), next));
            }
        }
        return after;
    }

    /** What is too large to travel does not come to the sink. */
    private static Optional<Outcome> refusal(FileContent content) {
        return content instanceof FileContent.Withheld(String name, long bytes)
                ? Optional.of(new Outcome.Rejected(
                        RejectionReason.FILE_REFUSED,
                        "'" + name + "' has " + bytes + " bytes, more than travel through Kafka"
                                + " (limits.files.carriedBytes): put it into a folder and map its path"))
                : Optional.empty();
    }

    /** Sends what is held, once the row is there. */
    RowState sent(RowId row, RowState state) {
        if (!state.parts().holdsFiles() || !StatePhase.mayBeThere(state)) {
            return state;
        }
        Optional<MappingResult> mapped = sourceRows.mapped(row);
        RowState after = state;
        for (Map.Entry<String, FilePart> file : state.parts().files().entrySet()) {
            Optional<FilePart.Held> held = file.getValue().held();
            if (held.isPresent()) {
                after = sent(file.getKey(), file.getValue(), held.get().write(), after, mapped);
            }
        }
        return after;
    }

    /** The content may be a newer one than was held, of a change whose row was refused for other reasons. */
    private RowState sent(String column, FilePart part, WriteId write, RowState state, Optional<MappingResult> mapped) {
        Optional<FileContent> content = mapped.filter(MappingResult.Mapped.class::isInstance)
                .map(MappingResult.Mapped.class::cast)
                .flatMap(row -> Optional.ofNullable(row.files().get(column)));
        Optional<Outcome> refusal = content.isEmpty() ? Optional.of(unmapped(mapped)) : refusal(content.get());
        if (refusal.isPresent()) {
            outlet.record(write, refusal.get());
            return state.parts(state.parts().with(column, part.refused()));
        }
        RowState after = state.skipVersion();
        outlet.send(new EntityWrite.SetFile(write, after.last(), content.get(), mappingVersion));
        return after.parts(after.parts().with(column, part.sent(after.last(), FilePrint.of(content.get()))));
    }

    private static Outcome unmapped(Optional<MappingResult> mapped) {
        return mapped.isPresent() && mapped.get() instanceof MappingResult.Refused(var reason, String detail)
                ? new Outcome.Rejected(reason, "its row is refused by now: " + detail)
                : new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);
    }

    /** A row that is not to be there needs no files: those that are held give way. */
    RowState givenUp(RowState state) {
        return released(state, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
    }

    /** The row is not there, and nothing brings it by itself: those that are held have nothing to be part of. */
    RowState released(RowState state, Outcome outcome) {
        if (!state.parts().holdsFiles()) {
            return state;
        }
        Map<String, FilePart> released = new TreeMap<>();
        state.parts().files().forEach((column, part) -> {
            part.held().ifPresent(held -> outlet.record(held.write(), outcome));
            released.put(column, part.released());
        });
        return state.parts(state.parts().with(released));
    }

    /** The row had to be made anew, as somebody had removed it: it is to have its files again. */
    RowState madeAnew(RowId row, RowState state) {
        if (state.parts().files().isEmpty()) {
            return state;
        }
        boolean again = state.parts().files().values().stream().anyMatch(RowFiles::isToComeAgain);
        RowState next = again ? state.skipVersion() : state;
        Cause cause = new Cause.OfLoss(next.last());
        List<WriteId> announced = new ArrayList<>();
        RowState after = heldAnew(row, next, cause, announced);
        if (!announced.isEmpty()) {
            outlet.announce(row, new FanOut.Reannounced(cause, announced));
        }
        return after;
    }

    /**
     * Of a row that is made anew, which has no files then. One that is on its way may have reached the row that was lost, or
     * may reach the new one.
     *
     * @param announced takes the writes of the files that are to come again
     */
    RowState heldAnew(RowId row, RowState state, Cause cause, List<WriteId> announced) {
        Map<String, FilePart> anew = new TreeMap<>();
        state.parts().files().forEach((column, part) -> {
            Optional<FilePart.Held> held = part.held();
            if (isToComeAgain(part)) {
                WriteId write = new WriteId(cause, row, Part.FILE, column);
                announced.add(write);
                outlet.record(write, new Outcome.Parked(row));
                held = part.wanted().map(print -> new FilePart.Held(write, print));
            }
            FilePart made = part.underway().isPresent() ? FilePart.UNKNOWN : FilePart.EMPTY;
            anew.put(column, new FilePart(made.applied(), Optional.empty(), held));
        });
        return state.parts(state.parts().with(anew));
    }

    private static boolean isToComeAgain(FilePart part) {
        return part.held().isEmpty()
                && part.wanted().filter(print -> !print.equals(FilePrint.NONE)).isPresent();
    }

    /** What the sink said. A bounced file is held again, unless something newer is. */
    RowState concluded(WriteId write, long version, Outcome outcome, RowState state) {
        FilePart part = state.parts().file(write.column());
        FilePart after = switch (outcome) {
            case Outcome.Applied ignored -> part.applied(version);
            case Outcome.AlreadyApplied ignored -> part.applied(version);
            case Outcome.Skipped ignored -> part.dropped(version);
            case Outcome.Rejected ignored -> part.refused(version);
            case Outcome.Bounced ignored -> bounced(write, version, part, state);
            case Outcome.Parked ignored -> part;
            case Outcome.Deferred ignored -> part;
        };
        return after.equals(part) ? state : state.parts(state.parts().with(write.column(), after));
    }

    private FilePart bounced(WriteId write, long version, FilePart part, RowState state) {
        Optional<FilePart.Underway> sent = part.underway().filter(underway -> underway.version() == version);
        FilePart dropped = part.dropped(version);
        if (sent.isEmpty() || dropped.held().isPresent() || StatePhase.isToGo(state)) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return dropped;
        }
        outlet.record(write, new Outcome.Parked(write.row()));
        return dropped.holding(new FilePart.Held(write, sent.get().print()));
    }

    private void superseded(FilePart part) {
        part.held().ifPresent(held -> outlet.record(held.write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)));
    }
}
