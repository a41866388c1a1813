package org.dataferry.emulator.settings;

/**
 * Where Microsoft's pages are silent or disagree: how this emulator answers. Every component has what is documented, or else what is harder for
 * a client, as its default.
 */
public record Assumptions() {
    public static Assumptions documented() {
        return new Assumptions();
    }
}
