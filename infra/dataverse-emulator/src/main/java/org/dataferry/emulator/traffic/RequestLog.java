package org.dataferry.emulator.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last requests, as many as a setting says; older ones are forgotten. Thread-safe. */
public final class RequestLog {
    private final IntSupplier capacity;
    private LoggedRequest[] ring = new LoggedRequest[0];
    private long first = 1;
    private long next = 1;

    /** @param capacity asked at each request, so that it may change; 0 for no log */
    public RequestLog(IntSupplier capacity) {
        this.capacity = capacity;
    }

    /** @param request made for the number that it gets */
    public synchronized void add(LongFunction<LoggedRequest> request) {
        int size = capacity.getAsInt();
        if (size != ring.length) {
            resize(size);
        }
        if (size > 0) {
            ring[(int) (next % size)] = request.apply(next);
        }
        next++;
        first = Math.max(first, next - size);
    }

    /** Requests behind a number, oldest first. @param limit the most to look at */
    public synchronized List<LoggedRequest> after(long number, int limit, Predicate<LoggedRequest> wanted) {
        List<LoggedRequest> found = new ArrayList<>();
        for (long at = Math.max(first, number + 1); at < next && found.size() < limit; at++) {
            LoggedRequest request = at(at);
            if (request != null && wanted.test(request)) {
                found.add(request);
            }
        }
        return found;
    }

    /** The number of the oldest request that is still known. */
    public synchronized long first() {
        return first;
    }

    /** The number that the next request will have. */
    public synchronized long next() {
        return next;
    }

    public synchronized void clear() {
        first = next;
        ring = new LoggedRequest[0];
    }

    private @Nullable LoggedRequest at(long number) {
        return ring.length == 0 ? null : ring[(int) (number % ring.length)];
    }

    private void resize(int size) {
        LoggedRequest[] resized = new LoggedRequest[size];
        for (long at = Math.max(first, next - size); at < next; at++) {
            LoggedRequest request = at(at);
            if (request != null) {
                resized[(int) (at % size)] = request;
            }
        }
        ring = resized;
        first = Math.max(first, next - size);
    }
}
