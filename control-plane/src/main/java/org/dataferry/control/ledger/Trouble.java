package org.dataferry.control.ledger;

import java.util.List;

/**
 * What keeps writes of an entity from their end.
 *
 * @param rejections why its rows are rejected, those reasons first that refused most
 * @param waitingFor the rows that most of its parked writes wait for, at most {@link OpenWrites#MOST_ROWS} of them
 */
public record Trouble(List<Rejections> rejections, List<WaitingFor> waitingFor) {

    public static final Trouble NONE = new Trouble(List.of(), List.of());

    public Trouble {
        rejections = List.copyOf(rejections);
        waitingFor = List.copyOf(waitingFor);
    }
}
