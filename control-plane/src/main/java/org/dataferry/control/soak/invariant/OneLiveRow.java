package org.dataferry.control.soak.invariant;

import java.util.List;

/** No row id has two rows in the target, nor has any number. */
public record OneLiveRow(TargetContent target) implements Invariant {

    @Override
    public String name() {
        return "one live row per row id";
    }

    @Override
    public List<String> violations() {
        return target.twice();
    }
}
