package org.dataferry.emulator.shape;

/**
 * @param table the logical name, empty if the address has none that exists
 * @param rows that it writes, or reads by their address; a query's are not known before
 * @param keyedRows those of them that are named by an alternate key
 * @param columns the values of all rows together
 * @param bulk whether it is one of the actions that take many rows
 * @param bypassesPlugIns whether it asks not to run custom synchronous logic
 */
public record RequestShape(
        Operation operation,
        String table,
        int rows,
        int keyedRows,
        int columns,
        boolean bulk,
        boolean bypassesPlugIns) {

    public static RequestShape of(Operation operation, String table) {
        return new RequestShape(operation, table, 0, 0, 0, false, false);
    }

    /** What a query turned out to read. */
    public RequestShape withRows(int found) {
        return new RequestShape(operation, table, found, keyedRows, columns, bulk, bypassesPlugIns);
    }
}
