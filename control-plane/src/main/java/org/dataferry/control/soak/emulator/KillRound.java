package org.dataferry.control.soak.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.Findings;

/**
 * One table, bulk writes into it by several writers, a kill in the middle, and what is there after it. A writer makes groups of rows and marks
 * all rows of one of its groups again and again, each by one request; so a group that is there in part, or with two marks, is a request
 * half-applied.
 */
final class KillRound {

    static final int GROUP = 40;

    private static final int WRITERS = 8;
    private static final int MARKS_OF_A_GROUP = 3;
    private static final int SHORTEST_MILLIS = 50;
    /** Bulk writes that are answered before the time to the kill begins, so that a cold start does not use it up. */
    private static final int WARM = 10;

    private static final int SPREAD_MILLIS = 900;
    private static final long PATIENCE_SECONDS = 90;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    /** @param sent the last mark that was sent, -1 for none; @param answered the last one that was answered */
    private static final class Group {
        private final List<UUID> ids = new ArrayList<>();
        private int sent = -1;
        private int answered = -1;
    }

    private final String table;
    private final Random random;
    private final Findings findings;
    private final Map<String, Group> groups = new HashMap<>();
    private final CountDownLatch warm = new CountDownLatch(WARM);
    private long answered;
    private long unanswered;
    private long unansweredThere;
    private long rows;

    KillRound(int number, Random random, Findings findings) {
        table = "mig_round" + number;
        this.random = random;
        this.findings = findings;
    }

    long answered() {
        return answered;
    }

    long unanswered() {
        return unanswered;
    }

    long unansweredThere() {
        return unansweredThere;
    }

    long rows() {
        return rows;
    }

    /** Writes until the emulator is killed under it. */
    void write(EmulatorApi api, EmulatorProcess process) throws InterruptedException {
        define(api);
        AtomicBoolean killed = new AtomicBoolean();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "w" + writer;
            Random own = new Random(random.nextLong());
            threads.execute(() -> writer(api, name, own, killed));
        }
        if (!warm.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            findings.add(Invariants.COMPLETE, table + ": fewer than " + WARM + " writes in " + PATIENCE_SECONDS + " s");
        }
        Thread.sleep(SHORTEST_MILLIS + random.nextInt(SPREAD_MILLIS));
        process.kill();
        killed.set(true);
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
            findings.add(Invariants.COMPLETE, table + ": writers hung after the kill");
        }
    }

    private void define(EmulatorApi api) throws InterruptedException {
        EmulatorApi.required(api.post("EntityDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%s","OwnershipType":"UserOwned",
                 "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","IsPrimaryName":true,
                 "SchemaName":"mig_Name","MaxLength":100}]}""".formatted(table)));
        EmulatorApi.required(api.post("EntityDefinitions(LogicalName='" + table + "')/Attributes", """
                {"@odata.type":"Microsoft.Dynamics.CRM.IntegerAttributeMetadata","SchemaName":"mig_mark"}"""));
    }

    private void writer(EmulatorApi api, String writer, Random own, AtomicBoolean killed) {
        try {
            for (int number = 0; !killed.get(); number++) {
                String name = writer + "-" + number;
                Group group = new Group();
                for (int i = 0; i < GROUP; i++) {
                    group.ids.add(new UUID(own.nextLong(), own.nextLong()));
                }
                synchronized (groups) {
                    groups.put(name, group);
                }
                for (int mark = 0; mark <= MARKS_OF_A_GROUP && !killed.get(); mark++) {
                    send(api, name, group, mark);
                }
            }
        } catch (ControlException lost) {
            synchronized (groups) {
                unanswered++;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(EmulatorApi api, String name, Group group, int mark) throws InterruptedException {
        synchronized (groups) {
            group.sent = mark;
        }
        String action = mark == 0 ? "CreateMultiple" : "UpdateMultiple";
        var answer = api.post(table + "s/Microsoft.Dynamics.CRM." + action, body(name, group, mark));
        if (answer.statusCode() != OK && answer.statusCode() != NO_CONTENT) {
            findings.add(
                    Invariants.COMPLETE,
                    table + " " + action + " was answered " + answer.statusCode() + ": " + answer.body());
            return;
        }
        synchronized (groups) {
            group.answered = mark;
            answered++;
        }
        warm.countDown();
    }

    private String body(String name, Group group, int mark) {
        StringBuilder body = new StringBuilder("{\"Targets\":[");
        for (UUID id : group.ids) {
            body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
                    .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.")
                    .append(table)
                    .append("\",\"")
                    .append(table)
                    .append("id\":\"")
                    .append(id)
                    .append("\",\"mig_name\":\"")
                    .append(name)
                    .append("\",\"mig_mark\":")
                    .append(mark)
                    .append('}');
        }
        return body.append("]}").toString();
    }

    /** Compares what is there with what was answered. */
    void check(EmulatorApi api) throws InterruptedException {
        Map<String, Map<Integer, Integer>> found = new HashMap<>();
        rows = 0;
        unansweredThere = 0;
        api.rows(table + "s?$select=mig_name,mig_mark", row -> count(found, row));
        groups.forEach((name, group) -> check(name, group, found.getOrDefault(name, Map.of())));
    }

    private void count(Map<String, Map<Integer, Integer>> found, JsonNode row) {
        rows++;
        found.computeIfAbsent(row.path("mig_name").asText(), name -> new HashMap<>())
                .merge(row.path("mig_mark").asInt(-1), 1, Integer::sum);
    }

    private void check(String name, Group group, Map<Integer, Integer> marks) {
        int total = marks.values().stream().mapToInt(Integer::intValue).sum();
        if (marks.size() > 1 || total != 0 && total != GROUP) {
            findings.add(
                    Invariants.ATOMIC, table + " " + name + ": rows by mark " + marks + ", not " + GROUP + " of one");
            return;
        }
        int mark = marks.keySet().stream().findFirst().orElse(-1);
        if (mark < group.answered) {
            findings.add(
                    Invariants.WHOLE,
                    table + " " + name + ": mark " + mark + ", but " + group.answered + " was answered");
        } else if (mark > group.answered) {
            unansweredThere++;
            if (mark > group.sent) {
                findings.add(Invariants.ATOMIC, table + " " + name + ": mark " + mark + " was never sent");
            }
        }
    }
}
