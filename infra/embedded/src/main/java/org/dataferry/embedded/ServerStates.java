package org.dataferry.embedded;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads what is known of the servers of a state directory. Takes no lock: what it says may be changing. */
final class ServerStates {

    private ServerStates() {}

    static Map<ServerKind, ServerState> of(StateDirectory state) {
        Map<ServerKind, ServerState> states = new EnumMap<>(ServerKind.class);
        for (ServerKind kind : ServerKind.values()) {
            states.put(kind, of(state.server(kind)));
        }
        return states;
    }

    private static ServerState of(ServerDirectory directory) {
        Optional<ServerRecord> record = directory.readRecord();
        if (record.isEmpty()) {
            return new ServerState.Absent();
        }
        int port = record.get().port();
        Optional<ProcessHandle> running = directory.findProcess();
        if (running.isPresent()) {
            ProcessIdentity process = ProcessIdentity.of(running.get());
            return new ServerState.Running(
                    port, process.pid(), Instant.ofEpochMilli(process.startedAtMillis()), owner(record.get()));
        }
        ProcessIdentity dead = record.get().process();
        return dead == null ? new ServerState.Stopped(port) : new ServerState.Died(port, dead.pid());
    }

    private static ServerState.Owner owner(ServerRecord record) {
        ProcessIdentity owner = record.owner();
        if (owner == null) {
            return new ServerState.Owner.Nobody();
        }
        return owner.find().isPresent()
                ? new ServerState.Owner.Process(owner.pid())
                : new ServerState.Owner.Gone(owner.pid());
    }
}
