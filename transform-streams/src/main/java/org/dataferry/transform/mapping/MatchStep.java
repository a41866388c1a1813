package org.dataferry.transform.mapping;

import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.convert.Converted;
import org.dataferry.transform.mapping.convert.MatchText;

/** How one part of a match key is made. */
sealed interface MatchStep {

    Converted make(SourceRow row, MappingResult.Mapped mapped);

    /** Of the value that a column of the target gets. */
    record OfMapped(String column) implements MatchStep {
        @Override
        public Converted make(SourceRow row, MappingResult.Mapped mapped) {
            return MatchText.of(mapped.columns().getOrDefault(column, Value.ABSENT));
        }
    }

    /** @param step makes a text */
    record OfSource(ColumnStep step) implements MatchStep {
        @Override
        public Converted make(SourceRow row, MappingResult.Mapped mapped) {
            return step.make(row);
        }
    }
}
