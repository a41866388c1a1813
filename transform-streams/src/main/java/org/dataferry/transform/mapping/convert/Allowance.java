package org.dataferry.transform.mapping.convert;

/** Whether values of one type may go into a column of another, decided before the first row. */
public sealed interface Allowance {

    record Allowed(ColumnConversion conversion) implements Allowance {}

    /** @param remedy what would be right, for the migration developer */
    record NotAllowed(String remedy) implements Allowance {}
}
