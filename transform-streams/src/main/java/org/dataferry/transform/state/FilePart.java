package org.dataferry.transform.state;

import java.util.Optional;
import org.dataferry.schemas.write.WriteId;

/**
 * A file column of a row: what the target has, what is on its way, and what is held until the row is there. Contents are
 * told apart by their prints, as an image must stay small; the content itself is made of the source row when it is sent.
 *
 * @param applied empty if it is not known what the target has
 */
public record FilePart(Optional<FilePrint> applied, Optional<Underway> underway, Optional<Held> held) {

    /** There is no file, as in a row that was just made. */
    public static final FilePart EMPTY = new FilePart(Optional.of(FilePrint.NONE), Optional.empty(), Optional.empty());

    public static final FilePart UNKNOWN = new FilePart(Optional.empty(), Optional.empty(), Optional.empty());

    public record Underway(long version, FilePrint print) {}

    public record Held(WriteId write, FilePrint print) {}

    public FilePart holding(Held next) {
        return new FilePart(applied, underway, Optional.of(next));
    }

    public FilePart released() {
        return new FilePart(applied, underway, Optional.empty());
    }

    /** If another one is on its way yet and this one is refused, the target may have either of what was before. */
    public FilePart sent(long version, FilePrint print) {
        Optional<FilePrint> before = underway.isPresent() ? Optional.empty() : applied;
        return new FilePart(before, Optional.of(new Underway(version, print)), Optional.empty());
    }

    public FilePart applied(long version) {
        return underway.filter(sent -> sent.version() == version)
                .map(sent -> new FilePart(Optional.of(sent.print()), Optional.empty(), held))
                .orElse(this);
    }

    public FilePart dropped(long version) {
        return underway.filter(sent -> sent.version() == version)
                .map(sent -> new FilePart(applied, Optional.empty(), held))
                .orElse(this);
    }

    /** What was rejected is to have a successor, whatever that is: also that there is to be no file settles it. */
    public FilePart refused(long version) {
        return underway.filter(sent -> sent.version() == version).isPresent()
                ? new FilePart(Optional.empty(), Optional.empty(), held)
                : this;
    }

    /** As {@link #refused(long)}, of one that was not sent. */
    public FilePart refused() {
        return new FilePart(Optional.empty(), underway, Optional.empty());
    }

    /** What the column will hold when all is done; empty if that is not known. */
    public Optional<FilePrint> wanted() {
        return held.map(Held::print).or(() -> underway.map(Underway::print)).or(() -> applied);
    }

    /** Whether the target may have a file. */
    public boolean mayBeThere() {
        return underway.isPresent() || !applied.equals(Optional.of(FilePrint.NONE));
    }
}
