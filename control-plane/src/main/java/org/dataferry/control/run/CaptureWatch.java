package org.dataferry.control.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.schemas.key.TableNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the captures of a run tell: of which sources they read, how far a first reading is, and what has happened. */
final class CaptureWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureWatch.class);

    /** Beyond that somebody has not looked for long, and the log has all. */
    private static final int MOST_NEWS = 1_000;

    private final TableNames names;
    private final Consumer<String> say;
    private final Map<String, CountDownLatch> reads = new ConcurrentHashMap<>();
    private final BlockingQueue<String> news = new ArrayBlockingQueue<>(MOST_NEWS);

    /** @param say hears in a line now and then how far the first reading of a source is */
    CaptureWatch(TableNames names, Consumer<String> say) {
        this.names = names;
        this.say = say;
        names.sources().forEach(source -> reads.put(source, new CountDownLatch(1)));
    }

    /** For the capture of one source. */
    CaptureListener of(String source) {
        String begin = names.isSeveral() ? source + ": " : "";
        return new OfSource(
                reads.get(source), new SnapshotLines(line -> say.accept(begin + line), System::nanoTime), begin);
    }

    /** Waits a while until all sources are read. */
    boolean awaitReads(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (CountDownLatch read : reads.values()) {
            if (!read.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** What has happened since the last time, in words. */
    List<String> news() {
        List<String> told = new ArrayList<>();
        news.drainTo(told);
        return told;
    }

    private final class OfSource implements CaptureListener {

        private final CountDownLatch read;
        private final SnapshotLines lines;
        private final String begin;

        private OfSource(CountDownLatch read, SnapshotLines lines, String begin) {
            this.read = read;
            this.lines = lines;
            this.begin = begin;
        }

        @Override
        public void snapshotProgress(SnapshotProgress progress) {
            lines.made(progress);
        }

        @Override
        public void dumpJudged(String words) {
            LOG.info("A dump was judged words={}", words);
            tell(words);
        }

        @Override
        public void resnapshot(String words) {
            tell(words);
        }

        private void tell(String words) {
            if (!news.offer(begin + words)) {
                LOG.debug("Nobody has listened for long");
            }
        }

        @Override
        public void snapshotStarted() {
            read.countDown();
        }

        @Override
        public void streaming() {
            read.countDown();
        }
    }
}
