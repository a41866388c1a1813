package org.dataferry.capture.epoch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.SourceTable;

/**
 * The epochs of all tables of a source. An epoch is written and acknowledged before a position in it is given out. For
 * one thread, but for {@link #position}.
 */
public final class EpochBook {

    private final EpochTopic topic;
    private final Map<SourceTable, TableEpochs> tables;

    public EpochBook(EpochTopic topic) {
        this.topic = topic;
        this.tables = new HashMap<>(topic.read());
    }

    /** Those of some tables whose rows nobody has read: never, or not since they were left out. */
    public List<SourceTable> unread(Collection<SourceTable> wanted) {
        return wanted.stream()
                .filter(table -> !tables.containsKey(table) || of(table).isLeftOut())
                .toList();
    }

    /** Writes down which tables of a source are captured no more, so that they are not gone on with as if they always were. */
    public void leaveOut(String source, Collection<SourceTable> wanted, long end) {
        List<SourceTable> left = tables.keySet().stream()
                .filter(table -> table.source().equals(source))
                .filter(table -> !wanted.contains(table) && !of(table).isLeftOut())
                .toList();
        if (!left.isEmpty()) {
            begin(left, Epoch.Kind.LEFT_OUT, end);
        }
    }

    /** Where the last snapshot of the tables began: the base of the first transaction after it. */
    public long snapshotStart(Collection<SourceTable> wanted) {
        return wanted.stream()
                .map(this::of)
                .flatMap(epochs -> epochs.last(Epoch.Kind.SNAPSHOT).stream())
                .mapToLong(epoch -> epoch.start().base())
                .max()
                .orElseThrow(() -> new CaptureException("no table was ever read: " + wanted));
    }

    /** Where the last snapshot began, if it was of all these tables at once. */
    public OptionalLong sharedSnapshotStart(Collection<SourceTable> wanted) {
        if (!unread(wanted).isEmpty()) {
            return OptionalLong.empty();
        }
        long start = snapshotStart(wanted);
        boolean shared = wanted.stream()
                .map(table -> of(table).last(Epoch.Kind.SNAPSHOT))
                .allMatch(epoch -> epoch.isPresent() && epoch.get().start().base() == start);
        return shared ? OptionalLong.of(start) : OptionalLong.empty();
    }

    /** Begins a new epoch of all tables, behind changes that are never captured. */
    public void beginGap(Collection<SourceTable> wanted, long start) {
        begin(wanted, Epoch.Kind.GAP, start);
    }

    /** Begins a new epoch of all tables, to be filled by a snapshot that starts after {@code start}. */
    public void beginSnapshot(Collection<SourceTable> wanted, long start) {
        begin(wanted, Epoch.Kind.SNAPSHOT, start);
    }

    private void begin(Collection<SourceTable> wanted, Epoch.Kind kind, long start) {
        Map<SourceTable, TableEpochs> begun = new HashMap<>();
        for (SourceTable table : wanted) {
            begun.put(table, tables.getOrDefault(table, TableEpochs.NONE).with(kind, LogPoint.ofSnapshot(start)));
        }
        keep(begun);
    }

    /** Forgets epochs that lie before everything that can still be delivered; takes effect with the next write. */
    public synchronized void forgetBefore(long base) {
        tables.replaceAll((table, epochs) -> epochs.since(base));
    }

    public synchronized SourcePosition.InLog position(SourceTable table, LogPoint point) {
        return point.in(of(table).at(point));
    }

    /** The position of a TRUNCATE: the first of an epoch of its own, also when it is delivered again. */
    public synchronized SourcePosition.InLog truncated(SourceTable table, LogPoint point) {
        Epoch current = of(table).at(point);
        if (!current.start().equals(point)) {
            keep(Map.of(table, of(table).with(Epoch.Kind.TRUNCATE, point)));
        }
        return position(table, point);
    }

    private TableEpochs of(SourceTable table) {
        TableEpochs epochs = tables.get(table);
        if (epochs == null) {
            throw new CaptureException("table " + table.qualified() + " has no epoch");
        }
        return epochs;
    }

    private synchronized void keep(Map<SourceTable, TableEpochs> changed) {
        topic.write(changed);
        tables.putAll(changed);
    }
}
