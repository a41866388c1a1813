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
    private static final Set<Message> SINGLE =
            EnumSet.complementOf(EnumSet.of(CreateMultiple, UpdateMultiple, UpsertMultiple));

    /** Those of a table. Roles lack the bulk messages, as their reference says; of other built-in tables no page was read that does. */
    public static Set<Message> of(Table table) {
        if (readOnly(table)) {
            return READS;
        }
        return table.logicalName().equals("role") ? SINGLE : ALL;
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
