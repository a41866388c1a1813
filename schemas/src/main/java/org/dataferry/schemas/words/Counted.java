package org.dataferry.schemas.words;

/** A number of things. */
public final class Counted {

    private Counted() {}

    /** {@code 1 row}, {@code 2 rows}; @param what one of them, whose plural has an s more */
    public static String of(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** The verb of so many: {@code is}, {@code are}. */
    public static String verb(long count, String ofOne, String ofSeveral) {
        return count == 1 ? ofOne : ofSeveral;
    }
}
