package org.dataferry.control.demo.business;

import java.util.Optional;

/** What is to have become of a row. */
public sealed interface Standing {

    /**
     * The target has it.
     *
     * @param revision that it has: the last one without dirt
     * @param refused what is wrong with the newest one, if that is another
     */
    record Present(int revision, Optional<Dirt> refused) implements Standing {}

    /** Rejected, and not in the target. */
    record Refused(Dirt dirt) implements Standing {}

    /** Waits for a row that it names, which was rejected or waits itself. */
    record Parked() implements Standing {}

    /** One of two with the same business number is in the target, whichever came first, and the other is rejected. */
    record OneOfTwo(long other) implements Standing {}

    /** The source does not have it any more. */
    record Removed() implements Standing {}
}
