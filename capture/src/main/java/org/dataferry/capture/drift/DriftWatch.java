package org.dataferry.capture.drift;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.capture.known.KnownSource;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.TableName;
import org.dataferry.capture.source.TableShape;
import org.dataferry.schemas.control.SourceDrift;
import org.dataferry.schemas.control.SourceDrift.Kind;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the source's catalogue with what is known of it: at the start, now and then, and whenever a change looks different
 * from the one before. What holds:
 *
 * <ol>
 *   <li>The catalogue is never behind the log: when a change of a new form comes, what made it so is seen by a look that begins
 *       then. So no change of a new form goes on before its drift is recorded.
 *   <li>It can be ahead: changes from before a drift may be held too. They go on before those after it.
 *   <li>A drift is recorded before it is known; a process that is killed between records it once more.
 * </ol>
 */
public final class DriftWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

    /** How often a decision is looked for. */
    private static final Duration FOLLOW = Duration.ofMillis(500);

    private final SourceSession session;
    private final String source;
    private final Set<TableName> tables;
    private final Map<TableName, DriftRule> rules;
    private final DeclaredKeys keys;
    private final KnownSource known;
    private final DriftJournal journal;
    private final Duration pace;
    private final Clock clock;
    private final Consumer<RuntimeException> failed;
    private @Nullable Thread thread;

    /**
     * @param rules by captured table
     * @param keys of tables that have no primary key
     * @param pace from look to look
     * @param failed hears why the catalogue cannot be looked at any more
     */
    DriftWatch(
            SourceSession session,
            String source,
            Map<TableName, DriftRule> rules,
            DeclaredKeys keys,
            KnownSource known,
            DriftJournal journal,
            Duration pace,
            Clock clock,
            Consumer<RuntimeException> failed) {
        this.session = session;
        this.source = source;
        this.rules = Map.copyOf(rules);
        this.keys = keys;
        this.tables = new TreeSet<>(rules.keySet());
        this.known = known;
        this.journal = journal;
        this.pace = pace;
        this.clock = clock;
        this.failed = failed;
    }

    /** @param accepted whether all is read anew, so that nothing has to wait for a decision */
    void start(boolean accepted) {
        look(accepted);
        thread = Thread.ofVirtual().name("ferry-drift").start(this::run);
    }

    boolean isHeld(SourceTable table) {
        return journal.isHeld(table);
    }

    /** Looks now. */
    void look() {
        look(false);
    }

    /** The registry does not take the table's changes as they are now. */
    void refused(SourceTable table, String reason) {
        record(table, List.of(new SourceDrift(Kind.REFUSED, "", reason)), true);
    }

    private synchronized void look(boolean accepted) {
        SortedMap<TableName, TableShape> now = session.shapes(tables);
        boolean first = tables.stream().allMatch(table -> known.shape(table).isEmpty());
        for (TableName table : tables) {
            Optional<TableShape> before = known.shape(table);
            TableShape after = now.get(table);
            if (after != null) {
                compare(table, before, keys.applied(table, after), accepted);
            } else {
                before.ifPresent(shape -> gone(table, shape));
            }
        }
        neighbours(first);
    }

    private void compare(TableName table, Optional<TableShape> before, TableShape after, boolean accepted) {
        if (before.isEmpty()) {
            known.keep(table, after);
            return;
        }
        ShapeComparison comparison = ShapeComparison.of(before.get(), after);
        if (!comparison.isSame()) {
            boolean held = !accepted && rule(table).holds(comparison.touched());
            record(named(table), comparison.drifts(), held);
        }
        if (!before.get().equals(after)) {
            known.keep(table, after);
        }
    }

    /** Its changes come no more, or under a name that is not captured: that is never let pass. Without columns it is known to be so. */
    private void gone(TableName table, TableShape shape) {
        if (shape.columns().isEmpty()) {
            return;
        }
        Optional<TableName> other = session.tables(schemas()).entrySet().stream()
                .filter(each -> each.getValue() == shape.oid())
                .map(Map.Entry::getKey)
                .findFirst();
        record(
                named(table),
                List.of(other.map(name -> new SourceDrift(Kind.TABLE_RENAMED, table.toString(), name.toString()))
                        .orElseGet(() -> new SourceDrift(Kind.TABLE_DROPPED, table.toString(), ""))),
                true);
        known.keep(table, new TableShape(shape.oid(), List.of(), shape.key()));
    }

    private void neighbours(boolean first) {
        Map<TableName, Long> before = known.neighbours();
        Collection<Long> captured = tables.stream()
                .flatMap(table -> known.shape(table).stream())
                .map(TableShape::oid)
                .collect(Collectors.toSet());
        session.tables(schemas()).forEach((table, oid) -> {
            if (!tables.contains(table) && !before.containsKey(table)) {
                if (!first && !captured.contains(oid)) {
                    record(named(table), List.of(new SourceDrift(Kind.TABLE_ADDED, "", table.toString())), false);
                }
                known.keepNeighbour(table, oid);
            }
        });
    }

    private Set<String> schemas() {
        return tables.stream().map(TableName::schema).collect(Collectors.toSet());
    }

    private DriftRule rule(TableName table) {
        DriftRule rule = rules.get(table);
        if (rule == null) {
            throw new IllegalStateException("no rule for " + table);
        }
        return rule;
    }

    private void record(SourceTable table, List<SourceDrift> drifts, boolean held) {
        SourceEvent.Drifted event = new SourceEvent.Drifted(
                table,
                UUID.randomUUID().toString(),
                new ArrayList<>(drifts),
                held,
                SourceEvent.CAPTURE,
                "",
                clock.instant());
        journal.write(event);
        LOG.warn("The source's schema drifted table={} held={} drift={}", table.qualified(), held, event.text());
    }

    private SourceTable named(TableName table) {
        return new SourceTable(source, table.schema(), table.table());
    }

    private void run() {
        try {
            long next = System.nanoTime() + pace.toNanos();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(FOLLOW);
                journal.follow();
                if (System.nanoTime() > next) {
                    look();
                    next = System.nanoTime() + pace.toNanos();
                }
            }
        } catch (InterruptedException closed) {
            LOG.debug("Drift is not watched any more");
        } catch (RuntimeException broken) {
            if (!Thread.currentThread().isInterrupted()) {
                failed.accept(broken);
            }
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(FOLLOW.multipliedBy(10));
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
        journal.close();
    }
}
