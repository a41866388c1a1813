package org.dataferry.control.bench.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.write.EntityWrite;

/**
 * A sink in a process of its own, and the topics that it reads. There is always more to write than it can have under way,
 * but not so much that what is written first keeps what comes later waiting for minutes.
 */
final class SinkClient implements LoadClient {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final SinkInput input;
    private final WriteMaker maker;
    private final Process process;
    private final Path log;
    private final long ahead;
    private int created;
    private int updated;
    private boolean updating;

    private SinkClient(SinkInput input, WriteMaker maker, Process process, Path log, long ahead) {
        this.input = input;
        this.maker = maker;
        this.process = process;
        this.log = log;
        this.ahead = ahead;
    }

    /**
     * Returns when it has created a first row: it has joined its group, read the target's definitions and signed in.
     *
     * @param ahead writes that lie in the topic beyond those that the target has
     */
    static SinkClient start(SinkInput input, WriteMaker maker, Process process, Path log, Target target, long ahead)
            throws InterruptedException {
        SinkClient client = new SinkClient(input, maker, process, log, ahead);
        try {
            client.create(1);
            client.await(target);
            return client;
        } catch (RuntimeException | InterruptedException failed) {
            client.close();
            throw failed;
        }
    }

    private void await(Target target) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (target.sample().created() < created) {
            throwIfEnded();
            if (System.nanoTime() > deadline) {
                throw new ControlException("the sink wrote nothing within " + START_TIMEOUT + ": " + said());
            }
            Thread.sleep(LOOK);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Writes so many further creates, and returns when they are in the topic. */
    void create(int rows) {
        for (int i = 0; i < rows; i++) {
            input.send(maker.create(created++));
        }
        input.flush();
    }

    /** Writes one further create, which may be a bad one. */
    void send(boolean bad) {
        EntityWrite write = bad ? maker.bad(created) : maker.create(created);
        created++;
        input.send(write);
    }

    void flush() {
        input.flush();
    }

    @Override
    public void keepBusy(Sample now) {
        throwIfEnded();
        if (!updating) {
            create((int) Math.max(0, ahead - (created - now.created())));
            return;
        }
        long wanted = ahead - (updated - now.updated());
        for (long i = 0; i < wanted && updated < created; i++) {
            input.send(maker.update(updated++));
        }
        input.flush();
    }

    @Override
    public void update() {
        updating = true;
    }

    @Override
    public boolean isUpdating(Sample now) {
        return updating && now.created() >= created;
    }

    @Override
    public boolean isDone(Sample now) {
        return updating && now.updated() >= created;
    }

    private void throwIfEnded() {
        if (!process.isAlive()) {
            throw new ControlException("the sink ended by itself: " + said());
        }
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        input.close();
    }
}
