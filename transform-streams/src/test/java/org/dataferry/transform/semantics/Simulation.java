package org.dataferry.transform.semantics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.row.RowLimits;
import org.dataferry.transform.row.Vote;

/**
 * A migration in one thread, all of it random and from one seed: the schema, the transactions of the source, the order in
 * which tasks, sinks and copies of the identities come on, aborts, crashes, moves of tasks, lost answers, and rows that
 * somebody deletes in the target.
 */
final class Simulation {

    static final int TASKS = 2;
    private static final int KEYS = 4;

    /** So that about half of the entities are opened while much goes on. */
    private static final int STEPS_TO_OPEN = 200;

    private static final String[] MATCHES = {"x", "y", ""};
    private static final String[] FILES = {"", "one", "two", "infected"};
    private static final String[] NAMES = {"a", "b", "c", "d", "bad", "refused", "filtered"};

    final Schema schema;
    final Target target;
    final Map<WriteId, Outcome> outcomes = new HashMap<>();
    final Set<WriteId> announced = new HashSet<>();
    final Map<RowId, Identity> identities = new HashMap<>();
    final Map<String, Map<Integer, SourceRowModel>> source = new HashMap<>();
    final Map<String, Map<Integer, RowId.Link>> linkRows = new HashMap<>();
    /** What was last asked of each row, in the order of its task. */
    final Map<RowId, List<Asked>> asked = new HashMap<>();

    /** The last vote that the task of each merged row took. */
    final Map<RowId.Merged, WriteId> voted = new HashMap<>();

    final Set<RowId> lost = new HashSet<>();
    final Set<String> openedStates = new HashSet<>();
    final List<String> story = new ArrayList<>();

    private final RandomGenerator random;
    private final RandomGenerator people;
    private final RandomGenerator files;
    private final RandomGenerator refusals;
    private final List<Instance> instances = List.of(new Instance(), new Instance());
    private final List<Instance.Identified> identityTopic = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    private final List<Sink> sinks = new ArrayList<>();
    private final List<Deque<Task.Input>> changes = new ArrayList<>();
    private final List<Deque<Task.Input>> votes = new ArrayList<>();
    private final List<Deque<Task.Input>> conclusions = new ArrayList<>();
    private final int[] changesTaken = new int[TASKS];
    private final int[] changesWritten = new int[TASKS];
    private final int[] votesTaken = new int[TASKS];
    private final int[] votesWritten = new int[TASKS];
    private final List<Fence> fences = new ArrayList<>();
    private long changeCount;
    private boolean faulty = true;

    /** @param image empty if the row is to go */
    record Asked(WriteId write, Optional<SourceRowModel> image) {}

    /** A marker on its way through the stages. */
    private static final class Fence {
        private final int[] changeEnds;
        private final long[] seen = new long[2];
        private int[] voteEnds;
        private int[] writeEnds;
        private Set<WriteId> before;
        private boolean passed;

        Fence(int[] changeEnds) {
            this.changeEnds = changeEnds;
        }
    }

    /** Of a seed as it was before tables had policies. */
    static Simulation plain(long seed) {
        return new Simulation(seed, Schema.Policies.plain(), false);
    }

    static Simulation ofAll(long seed) {
        return new Simulation(seed, Schema.Policies.random(new SplittableRandom(~seed)), false);
    }

    /** Rows of some entities merge. */
    static Simulation merging(long seed) {
        return new Simulation(seed, Schema.Policies.random(new SplittableRandom(~seed)), true);
    }

    /** As {@link #plain}, with rows that merge. */
    static Simulation plainMerging(long seed) {
        return new Simulation(seed, Schema.Policies.plain(), true);
    }

    private Simulation(long seed, Schema.Policies policies, boolean merging) {
        this.random = new SplittableRandom(seed);
        this.people = new SplittableRandom(seed + 1);
        this.files = new SplittableRandom(seed + 2);
        this.refusals = new SplittableRandom(seed + 3);
        Schema plain = Schema.random(random, policies);
        this.schema = merging ? plain.merging(random) : plain;
        this.target = new Target(random, schema.restricted());
        for (int task = 0; task < TASKS; task++) {
            tasks.add(new Task(
                    schema, new RowLimits(1 + random.nextInt(4), 60), instances.get(task % 2), this::lastImage));
            sinks.add(new Sink(random, target, identities));
            changes.add(new ArrayDeque<>());
            votes.add(new ArrayDeque<>());
            conclusions.add(new ArrayDeque<>());
        }
        schema.tables().forEach(table -> source.put(table.name(), new TreeMap<>()));
        schema.links().forEach(table -> linkRows.put(table.name(), new TreeMap<>()));
    }

    void play(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        faulty = false;
        schema.tables().forEach(table -> openStates(table.entity()));
        settle();
    }

    /** Until nothing is left to do: fences pass as long as something waits for one. */
    private void settle() {
        int quiet = 0;
        for (int turn = 0; quiet < 4; turn++) {
            if (turn > 500) {
                throw new AssertionError("does not come to rest");
            }
            boolean moved = false;
            for (int i = 0; i < 600; i++) {
                boolean more = drain();
                moved |= more;
                if (!more) {
                    break;
                }
                if (i == 599) {
                    throw new AssertionError("goes round in a circle");
                }
            }
            setFence();
            instances.forEach(this::follow);
            instances.forEach(this::follow);
            fences.forEach(this::bringOn);
            quiet = moved ? 0 : quiet + 1;
        }
    }

    private boolean drain() {
        boolean moved = false;
        for (int task = 0; task < TASKS; task++) {
            while (!changes.get(task).isEmpty()
                    || !votes.get(task).isEmpty()
                    || !conclusions.get(task).isEmpty()) {
                takeOne(task);
                moved = true;
            }
            while (tasks.get(task).turn(50)) {}
            moved |= commit(task);
            Sink sink = sinks.get(task);
            sink.read(1_000);
            while (!sink.isIdle()) {
                conclude(task, sink.send(false));
                moved = true;
            }
        }
        for (Instance instance : instances) {
            moved |= !instance.hasReadAll(identityTopic);
            instance.read(identityTopic, 3);
        }
        return moved;
    }

    private void step() {
        if (people.nextInt(STEPS_TO_OPEN) == 0) {
            openStates(
                    schema.tables().get(people.nextInt(schema.tables().size())).entity());
        }
        int task = random.nextInt(TASKS);
        switch (random.nextInt(24)) {
            case 0, 1, 2 -> transaction();
            case 3, 4, 5, 6, 7, 8 -> takeOne(task);
            case 9, 10 -> turn(task);
            case 11, 12 -> sinks.get(task).read(1 + random.nextInt(6));
            case 13, 14, 15, 16 -> conclude(task, sinks.get(task).send(true));
            case 17, 18 -> instances.get(random.nextInt(2)).read(identityTopic, 1 + random.nextInt(5));
            case 19 -> setFence();
            case 20 -> {
                instances.forEach(this::follow);
                fences.forEach(this::bringOn);
            }
            case 21 -> {
                fences.forEach(this::bringOn);
                if (random.nextInt(6) == 0) {
                    lose();
                }
            }
            case 22 -> replay();
            default -> crash(task);
        }
    }

    private void transaction() {
        for (int ops = 1 + random.nextInt(4); ops > 0; ops--) {
            if (!schema.links().isEmpty() && random.nextInt(4) == 0) {
                changeLink(schema.links().get(random.nextInt(schema.links().size())));
            } else {
                change(schema.tables().get(random.nextInt(schema.tables().size())));
            }
        }
    }

    private void change(Schema.Table table) {
        int key = random.nextInt(KEYS);
        Map<Integer, SourceRowModel> rows = source.get(table.name());
        Optional<SourceRowModel> image = Optional.empty();
        if (rows.containsKey(key) && random.nextInt(3) == 0) {
            rows.remove(key);
        } else {
            Map<String, Integer> lookups = new LinkedHashMap<>();
            for (Schema.Lookup lookup : table.lookups()) {
                if (random.nextInt(3) > 0) {
                    lookups.put(lookup.column(), random.nextInt(KEYS));
                }
            }
            String name = NAMES[random.nextInt(random.nextInt(3) == 0 ? NAMES.length : 4)];
            int state = table.hasState() ? random.nextInt(3) - 1 : -1;
            state = state >= 0 && refusals.nextInt(4) == 0 ? SourceRowModel.REFUSED_STATE : state;
            image = Optional.of(
                    new SourceRowModel(name, lookups, state, FILES[files.nextInt(FILES.length)], duplicate(table)));
            rows.put(key, image.get());
        }
        captured(table.name(), key, new Task.Input.Row(cause(table.name(), key), table, key, image, false));
    }

    private Optional<MappingResult> lastImage(RowId row) {
        if (!(row instanceof RowId.OfSource own) || !asked.containsKey(row)) {
            return Optional.empty();
        }
        Schema.Table table = schema.table(own.table().table());
        return asked.get(row).getLast().image().map(image -> image.result(schema, table));
    }

    private Optional<SourceRowModel.Duplicate> duplicate(Schema.Table table) {
        if (!schema.merges(table)) {
            return Optional.empty();
        }
        Value note = random.nextBoolean() ? Value.NULL : Value.text("n" + random.nextInt(3));
        return Optional.of(new SourceRowModel.Duplicate(MATCHES[random.nextInt(MATCHES.length)], note));
    }

    private void changeLink(Schema.LinkTable table) {
        int key = random.nextInt(KEYS);
        Map<Integer, RowId.Link> rows = linkRows.get(table.name());
        Optional<RowId.Link> image = Optional.empty();
        if (rows.containsKey(key) && random.nextBoolean()) {
            rows.remove(key);
        } else {
            image = Optional.of(schema.link(table, random.nextInt(KEYS), random.nextInt(KEYS)));
            rows.put(key, image.get());
        }
        captured(table.name(), key, new Task.Input.LinkRow(cause(table.name(), key), table, key, image));
    }

    private Cause cause(String table, int key) {
        return new Cause.OfChange(new ChangeId(
                "m",
                new SourceTable("s", "p", table),
                SourceKey.of(Value.whole(key)),
                new SourcePosition.InLog(1, ++changeCount, 0, 0)));
    }

    private void captured(String table, int key, Task.Input input) {
        int task = key % TASKS;
        changesWritten[task]++;
        changes.get(task).add(input);
        story.add("captured " + input);
    }

    private void replay() {
        Schema.Table table = schema.tables().get(random.nextInt(schema.tables().size()));
        int key = random.nextInt(KEYS);
        // The latest image that the task has seen.
        Optional<SourceRowModel> image = asked.getOrDefault(table.row(key), List.of()).stream()
                .reduce((first, second) -> second)
                .flatMap(Asked::image);
        if (asked.containsKey(table.row(key))) {
            int task = key % TASKS;
            take(task, new Task.Input.Row(new Cause.OfReplay("r" + ++changeCount), table, key, image, true));
            commit(task);
        }
    }

    private void takeOne(int task) {
        List<Deque<Task.Input>> some = new ArrayList<>();
        for (List<Deque<Task.Input>> queues : List.of(changes, votes, conclusions)) {
            if (!queues.get(task).isEmpty()) {
                some.add(queues.get(task));
            }
        }
        if (some.isEmpty()) {
            return;
        }
        Deque<Task.Input> queue = some.get(random.nextInt(some.size()));
        if (faulty && random.nextInt(12) == 0) {
            tasks.get(task).take(queue.peek());
            tasks.get(task).abort();
            story.add("aborted");
            return;
        }
        Task.Input input = queue.remove();
        changesTaken[task] += queue == changes.get(task) ? 1 : 0;
        votesTaken[task] += queue == votes.get(task) ? 1 : 0;
        take(task, input);
        commit(task);
    }

    private void take(int task, Task.Input input) {
        story.add("task " + task + " takes " + input);
        if (input instanceof Task.Input.Row row) {
            for (RowId id : row.table().rows(row.key())) {
                asked.computeIfAbsent(id, first -> new ArrayList<>())
                        .add(new Asked(new WriteId(row.cause(), id, Part.ROW), row.image()));
            }
        }
        if (input instanceof Task.Input.MergeVote(Vote.ForMerged vote)) {
            voted.put((RowId.Merged) vote.write().row(), vote.write());
        }
        tasks.get(task).take(input);
    }

    private void turn(int task) {
        tasks.get(task).turn(1 + random.nextInt(4));
        if (faulty && random.nextInt(12) == 0) {
            tasks.get(task).abort();
            story.add("turn aborted");
        } else {
            commit(task);
        }
    }

    private boolean commit(int task) {
        List<Task.Said> said = tasks.get(task).commit();
        for (Task.Said one : said) {
            story.add("task " + task + " says " + one);
            switch (one) {
                case Task.Said.Announced(List<WriteId> writes) ->
                    writes.forEach(write -> {
                        if (!announced.add(write)) {
                            throw new AssertionError("announced twice: " + write);
                        }
                    });
                case Task.Said.Sent(EntityWrite write) -> {
                    requireOpen(write);
                    sinks.get(partition(write.row())).append(write);
                }
                case Task.Said.Recorded(WriteId write, Outcome outcome) -> outcomes.put(write, outcome);
                case Task.Said.Identified(RowId row, Identity identity) ->
                    identityTopic.add(new Instance.Identified(row, identity));
                case Task.Said.Voted(RowId row, Task.Input vote) -> {
                    int to = partition(row);
                    votesWritten[to]++;
                    votes.get(to).add(vote);
                }
            }
        }
        return !said.isEmpty();
    }

    private void requireOpen(EntityWrite write) {
        boolean open = !schema.of(write.row()).statesByCommand()
                || openedStates.contains(write.row().entity());
        if (write instanceof EntityWrite.SetState && !open) {
            throw new AssertionError("a state before its phase was opened: " + write);
        }
    }

    private static int partition(RowId row) {
        return switch (row) {
            case RowId.OfSource source ->
                (int) ((Value.Whole) source.key().components().getFirst()).value() % TASKS;
            default -> Math.floorMod(row.text().hashCode(), TASKS);
        };
    }

    private void conclude(int task, List<Sink.Result> results) {
        for (Sink.Result result : results) {
            story.add("sink says " + result);
            outcomes.put(result.write().id(), result.outcome());
            conclusions
                    .get(task)
                    .add(new Task.Input.Concluded(
                            result.write().id(), result.write().version(), result.outcome()));
            result.identities().forEach((row, identity) -> {
                identityTopic.add(new Instance.Identified(row, identity));
                if (identity instanceof Identity.Present) {
                    lost.remove(row);
                }
            });
        }
    }

    private void crash(int task) {
        switch (random.nextInt(3)) {
            case 0 -> tasks.get(task).begin(instances.get(random.nextInt(2)));
            case 1 -> sinks.get(task).crash();
            default -> {}
        }
        story.add("crash");
    }

    private void lose() {
        List<RowId> rows = List.copyOf(target.rows().keySet());
        if (!rows.isEmpty()) {
            RowId row = rows.get(random.nextInt(rows.size()));
            target.lose(row);
            lost.add(row);
            story.add("lost " + row);
        }
    }

    private void openStates(String entity) {
        openedStates.add(entity);
        story.add("states opened of " + entity);
    }

    private void setFence() {
        fences.add(new Fence(changesWritten.clone()));
    }

    /** An instance reads the topic of fences to its end, and looks which have passed. */
    private void follow(Instance instance) {
        int which = instances.indexOf(instance);
        instance.round++;
        instance.openedStates = Set.copyOf(openedStates);
        for (Fence fence : fences) {
            if (fence.seen[which] == 0) {
                fence.seen[which] = instance.round;
            }
            if (fence.passed) {
                instance.passed = Math.max(instance.passed, fence.seen[which]);
            }
        }
    }

    private void bringOn(Fence fence) {
        if (fence.passed) {
            return;
        }
        if (fence.voteEnds == null && reached(changesTaken, fence.changeEnds)) {
            fence.voteEnds = votesWritten.clone();
            fence.before = Set.copyOf(announced);
        }
        if (fence.voteEnds != null && fence.writeEnds == null && reached(votesTaken, fence.voteEnds)) {
            fence.writeEnds = sinks.stream().mapToInt(Sink::end).toArray();
        }
        if (fence.writeEnds != null
                && reached(sinks.stream().mapToInt(Sink::committed).toArray(), fence.writeEnds)) {
            fence.passed = true;
            for (WriteId write : fence.before) {
                if (!outcomes.containsKey(write)) {
                    throw new AssertionError("no outcome at a fence that was set after it: " + write);
                }
            }
        }
    }

    private static boolean reached(int[] now, int[] wanted) {
        for (int i = 0; i < now.length; i++) {
            if (now[i] < wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
