package org.dataferry.transform.semantics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A store of a task: what was put since the last commit can be taken back, as an aborted transaction does. */
public final class UndoMap<V> {

    private final NavigableMap<String, V> map = new TreeMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    public V get(String key) {
        return map.get(key);
    }

    public void put(String key, V value) {
        restoreLater(key, map.put(key, value));
    }

    public void remove(String key) {
        restoreLater(key, map.remove(key));
    }

    public NavigableMap<String, V> all() {
        return map;
    }

    public void commit() {
        undo.clear();
    }

    public void abort() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    private void restoreLater(String key, V before) {
        undo.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }
}
