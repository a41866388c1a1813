package org.dataferry.control.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of the work on a row, told apart by the classes that do them. */
enum Part {
    /** Envelopes become change events. */
    READ("org\\.dataferry\\.schemas\\.envelope\\..*"),

    /** Change events become mapped rows, lookups named. */
    MAP("org\\.dataferry\\.transform\\.mapping\\..*", "org\\.dataferry\\.control\\.bench\\.LookedUp"),

    /** Lookups are bound, rows parked and released; the identities that come are taken in. */
    LOOKUPS("org\\.dataferry\\.transform\\.(?!state\\.)(?:\\w+\\.)*\\w*"
            + "(?:Lookup|Identit|Reference|Wakeup|Park|Bind|Releas)\\w*(?:\\$.*)?"),

    /** Images of the source's row and the target's are read, compared and kept, changelog included. */
    IMAGE("org\\.apache\\.kafka\\.streams\\.state\\..*", "org\\.dataferry\\.transform\\.state\\..*"),

    /** Writes, fan-outs and outcomes are serialized and handed to the producer. */
    WRITE("org\\.apache\\.kafka\\.streams\\.processor\\.internals\\.SinkNode");

    private final List<Pattern> classes;

    Part(String... classes) {
        this.classes = Stream.of(classes).map(Pattern::compile).toList();
    }

    /**
     * The part that a thread is in. The outermost class that tells decides: what a store does to write its changelog is
     * part of the image, as is the codec of its values. Empty for all else, such as polling and committing.
     *
     * @param stack innermost first, as Java gives it
     */
    static Optional<Part> of(StackTraceElement[] stack) {
        for (int frame = stack.length - 1; frame >= 0; frame--) {
            String name = stack[frame].getClassName();
            // Most frames are the same few dozen of Kafka Streams; none of ours or of the stores.
            if (name.startsWith("org.")) {
                for (Part part : values()) {
                    if (part.classes.stream()
                            .anyMatch(pattern -> pattern.matcher(name).matches())) {
                        return Optional.of(part);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
