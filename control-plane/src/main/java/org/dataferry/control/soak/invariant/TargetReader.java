package org.dataferry.control.soak.invariant;

import java.util.List;
import java.util.Map;

/** Reads the target apart from the sink's client, which is on trial. */
public interface TargetReader {

    /** The alternate key column that Ferry owns. */
    String keyColumn();

    /** All rows of an entity set: each column's value as text, numbers without trailing zeros, and {@code null} for none. */
    List<Map<String, String>> rows(String entitySet, List<String> columns) throws InterruptedException;
}
