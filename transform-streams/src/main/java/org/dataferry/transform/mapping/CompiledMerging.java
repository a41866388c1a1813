package org.dataferry.transform.mapping;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.convert.Converted;

/** How the rows of one mapping file merge, checked and ready for rows. */
record CompiledMerging(MergeRule rule, Padding padding, List<MatchStep> key) implements Merging {

    CompiledMerging {
        key = List.copyOf(key);
    }

    /** One part that is null is enough: what is not known to be the same is not the same. */
    @Override
    public MatchKey match(SourceRow padded, MappingResult.Mapped mapped) {
        SourceRow row = padding.without(padded);
        List<Value> components = new ArrayList<>(key.size());
        boolean isPartEmpty = false;
        for (MatchStep step : key) {
            switch (step.make(row, mapped)) {
                case Converted.Taken(Value.Null nothing) -> isPartEmpty = true;
                case Converted.Taken(Value.Absent unknown) -> {
                    return new MatchKey.Refused(
                            RejectionReason.VALUE_INVALID,
                            "merge: a column that the match key is made of is not known");
                }
                case Converted.Taken(Value text) -> components.add(text);
                case Converted.Refused(RejectionReason reason, String detail) -> {
                    return new MatchKey.Refused(reason, "merge: " + detail);
                }
            }
        }
        return isPartEmpty ? new MatchKey.None() : new MatchKey.Of(new SourceKey(components));
    }
}
