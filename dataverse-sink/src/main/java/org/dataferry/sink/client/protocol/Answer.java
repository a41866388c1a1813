package org.dataferry.sink.client.protocol;

import java.util.function.Function;

/**
 * What became of a request: it was done and this is the result, or it failed in one of the four ways of
 * {@link Failure}. Made for nested patterns: {@code case Failed(Failure.Lost lost)}.
 */
public sealed interface Answer<T> {
    record Succeeded<T>(T value) implements Answer<T> {}

    record Failed<T>(Failure failure) implements Answer<T> {}

    default <U> Answer<U> map(Function<? super T, ? extends U> result) {
        return switch (this) {
            case Succeeded<T>(T value) -> new Succeeded<>(result.apply(value));
            case Failed<T>(Failure failure) -> new Failed<>(failure);
        };
    }

    /**
     * The result, for callers that have no use for a refusal.
     *
     * @throws DataverseException saying what was attempted and why it failed
     */
    default T orThrow(String attempted) {
        return switch (this) {
            case Succeeded<T>(T value) -> value;
            case Failed<T>(Failure failure) ->
                throw new DataverseException("Could not %s: %s".formatted(attempted, failure.describe()));
        };
    }
}
