package org.dataferry.emulator.metadata;

import java.util.EnumSet;
import java.util.Set;

/**
 * The messages that a table can take, which {@code sdkmessagefilters} lists.
 *
 * <p>Source: Microsoft's page "Use bulk operation messages" and the messages in its table reference.
 */
public enum Message {
    Create,
    CreateMultiple,
    Delete,
    Retrieve,
    RetrieveMultiple,
    Update,
    UpdateMultiple,
    Upsert,
    UpsertMultiple;

    private static final Set<Message> ALL = EnumSet.allOf(Message.class);
    private static final Set<Message> READS = EnumSet.of(Retrieve, RetrieveMultiple);

    /** Those of a table: reads alone of one whose rows follow from something else. */
    public static Set<Message> of(Table table) {
        return readOnly(table) ? READS : ALL;
    }

    /** Whether clients may only read the table: its rows are links, or follow from definitions or settings. */
    public static boolean readOnly(Table table) {
        return table.intersect()
                || switch (table.logicalName()) {
                    case "organization", "sdkmessage", "sdkmessagefilter" -> true;
                    default -> false;
                };
    }
}
