package org.dataferry.sink.send;

import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseErrorCode;

/** What Dataverse's refusal of a single row means to us. */
final class Refusals {

    private Refusals() {}

    /** @throws SinkException if no row can be written at all, whatever is in it */
    static RowResult of(ApiError error) {
        return switch (error.kind()) {
            case DUPLICATE -> doubtful(RejectionReason.DUPLICATE_VALUE, error);
            // The row itself, which is then written anew; or one that it names, which stays missing.
            case MISSING_ROW -> doubtful(RejectionReason.REFUSED, error);
            case CONCURRENCY -> doubtful(RejectionReason.REFUSED, error);
            case TOO_SLOW -> doubtful(RejectionReason.CUSTOM_LOGIC_FAILED, error);
            case TRANSIENT, THROTTLED, NOT_READY -> new RowResult.Later(error.describe());
            case STOP, UNAUTHENTICATED ->
                throw new SinkException("Dataverse accepts nothing from this application user: " + error.describe());
            case DATA -> refused(data(error.code()), error);
            case CONTRACT -> refused(RejectionReason.UNKNOWN_IN_TARGET, error);
            case PERMISSION -> refused(RejectionReason.PERMISSION_MISSING, error);
            case STILL_REFERENCED -> refused(RejectionReason.DELETE_RESTRICTED, error);
            case TOO_LARGE -> refused(RejectionReason.VALUE_TOO_LONG, error);
            case DOUBTFUL -> refused(RejectionReason.REFUSED, error);
        };
    }

    static RowResult refused(RejectionReason reason, ApiError error) {
        return new RowResult.Refused(reason, error.describe());
    }

    static RowResult doubtful(RejectionReason reason, ApiError error) {
        return new RowResult.Doubtful(reason, error.describe());
    }

    private static RejectionReason data(DataverseErrorCode code) {
        return switch (code) {
            case STRING_LENGTH_TOO_LONG -> RejectionReason.VALUE_TOO_LONG;
            case PICKLIST_VALUE_OUT_OF_RANGE, BOOLEAN_OPTION_OUT_OF_RANGE, INTEGER_OUT_OF_RANGE, DECIMAL_OUT_OF_RANGE ->
                RejectionReason.VALUE_OUT_OF_RANGE;
            case REQUIRED_FIELD_MISSING -> RejectionReason.REQUIRED_VALUE_MISSING;
            case DUPLICATE_RECORDS_FOUND -> RejectionReason.DUPLICATE_VALUE;
            case ISV_ABORTED -> RejectionReason.CUSTOM_LOGIC_FAILED;
            // The other codes of this kind all say that a value is not acceptable.
            default -> RejectionReason.VALUE_INVALID;
        };
    }
}
