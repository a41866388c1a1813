package org.dataferry.control.demo.check;

/**
 * One thing that is not as it has to be.
 *
 * @param record for example {@code ferry_shift 17}
 * @param field of the target; empty where it is about the whole record
 */
public record Finding(String record, String field, String expected, String found) {

    /** As one line. */
    public String text() {
        return record + (field.isEmpty() ? "" : ", " + field) + ": expected " + expected + ", found " + found;
    }
}
