package org.dataferry.control.soak.invariant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.schemas.key.RowId;

/**
 * A row that the target should have.
 *
 * @param number by which it is found there, see {@link RowMapping#NUMBER}
 * @param columns what it should hold, as {@link TargetRows} shows values
 * @param refused whether the target takes no such values
 */
record ExpectedRow(
        RowMapping mapping,
        RowId id,
        String number,
        Map<String, String> columns,
        List<ExpectedLookup> lookups,
        boolean refused) {

    /**
     * @param lookup logical name
     * @param patched whether the row is there without it while the named row is missing
     */
    record ExpectedLookup(String lookup, Optional<RowId> names, boolean patched) {

        /** Where the Web API shows the GUID that the lookup holds. */
        String valueColumn() {
            return "_" + lookup + "_value";
        }
    }
}
