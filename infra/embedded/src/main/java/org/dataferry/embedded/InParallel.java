package org.dataferry.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does several things at once, each on a virtual thread, and returns when all have ended. */
final class InParallel {

    private InParallel() {}

    /**
     * Runs all.
     *
     * @param done gets each result at once, also if another task fails later
     * @throws EmbeddedServersException the first failure; the other tasks are interrupted then, and other failures suppressed
     */
    static <T> void run(List<Callable<T>> tasks, Consumer<T> done) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<T> completions = new ExecutorCompletionService<>(threads);
            List<Future<T>> futures = tasks.stream().map(completions::submit).toList();
            for (int completed = 0; completed < futures.size(); completed++) {
                try {
                    done.accept(completions.take().get());
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                    threads.shutdownNow();
                } catch (InterruptedException e) {
                    threads.shutdownNow();
                    throw e;
                }
            }
        }
        if (!failures.isEmpty()) {
            throw firstOf(failures);
        }
    }

    private static EmbeddedServersException firstOf(List<Throwable> failures) {
        Throwable first = failures.getFirst();
        EmbeddedServersException failure = first instanceof EmbeddedServersException known
                ? known
                : new EmbeddedServersException("An embedded server could not be started or stopped: " + first, first);
        failures.stream()
                .skip(1)
                .filter(later -> !(later instanceof InterruptedException))
                .forEach(failure::addSuppressed);
        return failure;
    }
}
