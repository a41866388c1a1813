package org.dataferry.transform.mapping;

import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.convert.Converted;

/** The state that a row is to have in the end; none where the file does not say. */
record StateStep(Optional<ColumnStep> state, Optional<ColumnStep> status) {

    static final StateStep NONE = new StateStep(Optional.empty(), Optional.empty());

    sealed interface Result {

        /** @param state empty where the state is null, or what it is made of is not known */
        record Made(Optional<TargetState> state) implements Result {}

        record Refused(RejectionReason reason, String detail) implements Result {}
    }

    private static final Value DEFAULT_STATUS = Value.whole(TargetState.DEFAULT_STATUS);

    Result make(SourceRow row) {
        Converted madeState = state.map(step -> step.make(row)).orElse(Converted.taken(Value.NULL));
        if (!(madeState instanceof Converted.Taken(Value.Whole(long stateNumber)))) {
            return without(madeState, "state");
        }
        Converted madeStatus = status.map(step -> step.make(row)).orElse(Converted.taken(DEFAULT_STATUS));
        if (madeStatus instanceof Converted.Taken(Value.Null nothing)) {
            madeStatus = Converted.taken(DEFAULT_STATUS);
        }
        if (!(madeStatus instanceof Converted.Taken(Value.Whole(long statusNumber)))) {
            return without(madeStatus, "status");
        }
        return new Result.Made(Optional.of(new TargetState((int) stateNumber, (int) statusNumber)));
    }

    private static Result without(Converted converted, String field) {
        return switch (converted) {
            case Converted.Refused(RejectionReason reason, String detail) ->
                new Result.Refused(reason, field + ": " + detail);
            case Converted.Taken(Value nothing) -> new Result.Made(Optional.empty());
        };
    }
}
