package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.List;

/** The first differences that were found, up to a number; the others are counted. */
final class DifferenceList {

    private final int most;
    private final List<Difference> listed = new ArrayList<>();
    private long unlisted;

    DifferenceList(int most) {
        this.most = most;
    }

    void add(Difference difference) {
        if (listed.size() < most) {
            listed.add(difference);
        } else {
            unlisted++;
        }
    }

    List<Difference> listed() {
        return List.copyOf(listed);
    }

    long unlisted() {
        return unlisted;
    }
}
