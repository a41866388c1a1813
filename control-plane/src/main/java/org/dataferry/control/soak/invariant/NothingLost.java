package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.List;

/** Every change in the log is announced once, and every write in the log was announced. */
public record NothingLost(SoakLog log) implements Invariant {

    @Override
    public String name() {
        return "nothing is lost";
    }

    @Override
    public List<String> violations() {
        List<String> found = new ArrayList<>();
        for (String change : log.captured()) {
            int announced = log.announcedChanges().getOrDefault(change, 0);
            if (announced != 1) {
                found.add("change " + change + " was announced " + announced + " times");
            }
        }
        log.written().stream()
                .filter(write -> !log.announced().contains(write))
                .forEach(write -> found.add("write " + write + " was never announced"));
        return found;
    }
}
