package org.dataferry.sink.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which application users are a process's, and how much of each: limits count per user, so each belongs to one live process at a
 * time, and with fewer users than processes the budget of one is divided.
 */
final class UserShares {

    private UserShares() {}

    /**
     * By the index of the user, the part of its budget that is this process's, above 0 and at most 1.
     *
     * @param users how many there are
     * @param processes how many share them
     * @param rank of this process among them, from 0
     */
    static Map<Integer, Double> of(int users, int processes, int rank) {
        if (users < 1 || rank < 0 || rank >= processes) {
            throw new IllegalArgumentException(
                    "process %d of %d cannot share %d users".formatted(rank, processes, users));
        }
        Map<Integer, Double> shares = new LinkedHashMap<>();
        if (users >= processes) {
            IntStream.range(0, users).filter(user -> user % processes == rank).forEach(user -> shares.put(user, 1.0));
        } else {
            int user = rank % users;
            long sharing = IntStream.range(0, processes)
                    .filter(process -> process % users == user)
                    .count();
            shares.put(user, 1.0 / sharing);
        }
        return shares;
    }
}
