package org.dataferry.control.soak.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The keys of one table, by number: those of its rows, and those that rows name although they are not there. */
final class Keys {

    /** One name in so many is of a row that is not there. */
    private static final int ABSENT_ONE_IN = 10;

    /** Rows that were made last, which are changed again soon so that versions of a row meet on their way. */
    private static final int RECENT = 10;

    private final Random random;
    private final List<Integer> present = new ArrayList<>();

    /** Deleted, or not made yet. */
    private final List<Integer> awaited = new ArrayList<>();

    private int next = 1;

    Keys(Random random) {
        this.random = random;
    }

    /** As it was before a transaction that is rolled back. */
    record Snapshot(List<Integer> present, List<Integer> awaited) {}

    Snapshot snapshot() {
        return new Snapshot(List.copyOf(present), List.copyOf(awaited));
    }

    /** Numbers that were used since are not used again. */
    void restore(Snapshot before) {
        present.clear();
        present.addAll(before.present());
        awaited.clear();
        awaited.addAll(before.awaited());
    }

    int size() {
        return present.size();
    }

    /** The key of a row to make: mostly one that is awaited. */
    int make() {
        int key = awaited.isEmpty() || random.nextInt(3) == 0 ? next++ : awaited.remove(random.nextInt(awaited.size()));
        present.add(key);
        return key;
    }

    /** The key of a row to delete. */
    int remove() {
        int key = present.remove(random.nextInt(present.size()));
        awaited.add(key);
        return key;
    }

    /** A row gets a key that no row had, and that nobody names. */
    int rename(int key) {
        present.set(present.indexOf(key), next);
        awaited.add(key);
        return next++;
    }

    /** A key to use within a transaction only. */
    int spare() {
        return next++;
    }

    int any() {
        return present.get(random.nextInt(present.size()));
    }

    /** Half of the time one of the newest. */
    int recent() {
        int among = random.nextBoolean() ? Math.min(RECENT, present.size()) : present.size();
        return present.get(present.size() - 1 - random.nextInt(among));
    }

    /** To be named: mostly there, sometimes gone, sometimes not there yet. */
    int named() {
        int choice = random.nextInt(ABSENT_ONE_IN * 2);
        if (choice == 0 || present.isEmpty()) {
            awaited.add(next);
            return next++;
        }
        return choice == 1 && !awaited.isEmpty() ? awaited.get(random.nextInt(awaited.size())) : recent();
    }
}
