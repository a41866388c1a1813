package org.dataferry.control.soak.sink;

/**
 * A time with faults of one kind, or a mixture.
 *
 * @param name of the fault
 * @param rules a JSON list of rules of the emulator; empty for none
 * @param settings of the emulator that hold meanwhile; empty for none
 * @param undo what sets them back
 */
record Episode(String name, String rules, String settings, String undo) {

    static Episode of(String name, String rule) {
        return new Episode(name, "[" + rule + "]", "", "");
    }

    boolean isFaulty() {
        return !rules.isEmpty() || !settings.isEmpty();
    }
}
