package org.dataferry.control.dashboard.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dataferry.schemas.control.ControlEvent;

/** What people decided last, as it stands in the topic {@code control}. */
public final class Decisions {

    /** More than anybody reads; the topic has all. */
    public static final int MOST = 1_000;

    private final Deque<ControlEvent> newestLast = new ArrayDeque<>();

    public synchronized void add(ControlEvent event) {
        newestLast.addLast(event);
        if (newestLast.size() > MOST) {
            newestLast.removeFirst();
        }
    }

    /** The newest first. */
    public synchronized List<ControlEvent> newest(int most) {
        List<ControlEvent> newest = new ArrayList<>();
        Iterator<ControlEvent> all = newestLast.descendingIterator();
        while (all.hasNext() && newest.size() < most) {
            newest.add(all.next());
        }
        return newest;
    }
}
