package org.dataferry.control.soak.sink;

import java.util.List;

/**
 * A time with faults of one kind, or a mixture.
 *
 * @param name of the fault
 * @param rules of the emulator, each in JSON, that have to strike
 * @param beside more rules, without which those would find nothing
 * @param settings of the emulator that hold meanwhile; empty for none
 * @param undo what sets them back
 * @param blocks whether more and more writes wait until the fault is gone
 * @param withOutages whether now and then something is not there at all
 */
record Episode(
        String name,
        List<String> rules,
        List<String> beside,
        String settings,
        String undo,
        boolean blocks,
        boolean withOutages) {

    static Episode of(String name, List<String> rules, boolean withOutages) {
        return new Episode(name, rules, List.of(), "", "", false, withOutages);
    }

    boolean isFaulty() {
        return !rules.isEmpty() || !settings.isEmpty();
    }
}
