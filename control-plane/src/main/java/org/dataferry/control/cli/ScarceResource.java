package org.dataferry.control.cli;

import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has run out of, where that is the cause of a failure, whoever of us met it first. */
enum ScarceResource {
    MEMORY("out of memory: a command may take 1 GB unless it is told otherwise. Give it more, such as by"
            + " FERRY_HEAP=4g ferry ..., and run the same command again: it goes on where it was"),
    DISK("the disk is full. Free some space, and run the same command again: it goes on where it was");

    private final String words;

    ScarceResource(String words) {
        this.words = words;
    }

    /** What happened and what to do, without an end. */
    String words() {
        return words;
    }

    static Optional<ScarceResource> behind(Throwable thrown) {
        return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> of(cause).stream())
                .findFirst();
    }

    private static Optional<ScarceResource> of(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof OutOfMemoryError || message.contains("java.lang.OutOfMemoryError")) {
            return Optional.of(MEMORY);
        }
        // What Linux and macOS call ENOSPC, and Linux EDQUOT; servers of ours say it in their logs, which messages
        // quote.
        return message.contains("No space left on device") || message.contains("Disk quota exceeded")
                ? Optional.of(DISK)
                : Optional.empty();
    }
}
