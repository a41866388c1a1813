package org.dataferry.embedded;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which ports each server gets: the configured one, or the recorded ones, or free ones; no two servers the same. */
final class PortPlan {

    private final Map<ServerKind, List<Integer>> ports = new EnumMap<>(ServerKind.class);

    private PortPlan() {}

    static PortPlan of(List<ServerProgram> programs, StateDirectory state, EmbeddedSettings settings, Ports chooser) {
        PortPlan plan = new PortPlan();
        Set<Integer> taken = new HashSet<>(settings.ports().values());
        for (ServerKind kind : ServerKind.values()) {
            state.server(kind).readRecord().ifPresent(record -> taken.addAll(record.ports()));
        }
        for (ServerProgram program : programs) {
            List<Integer> chosen = new ArrayList<>(state.server(program.kind())
                    .readRecord()
                    .map(ServerRecord::ports)
                    .orElse(List.of()));
            while (chosen.size() < program.portCount()) {
                int port = chooser.choose(taken);
                taken.add(port);
                chosen.add(port);
            }
            Integer configured = settings.ports().get(program.kind());
            if (configured != null) {
                chosen.set(0, configured);
            }
            plan.ports.put(program.kind(), List.copyOf(chosen));
        }
        return plan;
    }

    List<Integer> of(ServerKind kind) {
        return ports.getOrDefault(kind, List.of());
    }
}
