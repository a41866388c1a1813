package org.dataferry.control.ledger;

/**
 * A row that does not exist, and how many writes wait for it.
 *
 * @param row the text of its id
 */
public record WaitingFor(String row, long writes) {}
