package org.dataferry.control;

import org.dataferry.schemas.words.Counted;

/** Somebody agreed to what was shown, and by now it is another number of rows: to be shown and agreed to anew. */
public final class NotAsShownException extends ControlException {

    private final long shown;
    private final long now;

    /** @param of what is counted, rows {@code of account that are refused} */
    public NotAsShownException(String of, long shown, long now) {
        super("nothing is done, as " + Counted.of(shown, "row") + " of " + of + Counted.verb(shown, " was", " were")
                + " shown, and " + now + Counted.verb(now, " is", " are") + " there now");
        this.shown = shown;
        this.now = now;
    }

    public long shown() {
        return shown;
    }

    public long now() {
        return now;
    }
}
