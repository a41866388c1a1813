package org.dataferry.control.status;

import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.PlainRow;

/** What happened to a source, for people, without who and why. */
public final class SourceWords {

    private SourceWords() {}

    /** @param plain how tables are named */
    public static String of(SourceEvent event, PlainRow plain) {
        return switch (event) {
            case SourceEvent.Drifted drifted ->
                "saw that " + plain.table(drifted.table()) + " is not what it was: " + drifted.text()
                        + (drifted.paused() ? "; its changes are held" : "");
            case SourceEvent.DriftAccepted accepted -> "accepted what " + plain.table(accepted.table()) + " has become";
            case SourceEvent.GapDecided decided -> {
                String where = " of source " + decided.source() + " (" + decided.gap() + ")";
                yield switch (decided.choice()) {
                    case RESNAPSHOT -> "had all tables read again" + where;
                    case ACCEPT_GAP -> "let capture go on behind a gap" + where;
                };
            }
            case SourceEvent.ResnapshotAsked asked ->
                "asked that " + (asked.where().isEmpty() ? "all rows" : "the rows where " + asked.where()) + " of "
                        + plain.table(asked.table()) + " are read again"
                        + (asked.acceptedDeletes() == 0
                                ? ""
                                : ", and accepted up to " + asked.acceptedDeletes() + " deletes");
            case SourceEvent.Resnapshotted went -> "said: " + went.words(plain.table(went.table()));
        };
    }
}
