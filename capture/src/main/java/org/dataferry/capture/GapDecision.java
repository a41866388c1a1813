package org.dataferry.capture;

import org.dataferry.schemas.control.SourceEvent.GapDecided.Choice;

/**
 * How capture goes on although it cannot go on where it stopped, as somebody decided.
 *
 * @param by who decided it
 * @param why in their words
 */
public record GapDecision(Choice choice, String by, String why) {}
