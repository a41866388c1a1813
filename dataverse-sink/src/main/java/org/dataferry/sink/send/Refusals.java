package org.dataferry.sink.send;

import static org.dataferry.schemas.outcome.RejectionReason.*;

import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.ErrorKind;

/**
 * What Dataverse's refusal of a single row means to us. The kind of an error says whether it may pass, and its code under
 * which reason the row is rejected if it does not; the reason has the remedy. docs/sink.md has both as a table.
 */
final class Refusals {

    private Refusals() {}

    /** @throws SinkException if no row can be written at all, whatever is in it */
    static RowResult of(ApiError error) {
        RejectionReason reason = reason(error.kind(), error.code());
        return switch (error.kind()) {
            case DATA, CONTRACT, PERMISSION, STILL_REFERENCED, TOO_LARGE -> refused(reason, error);
            // The row itself may be another than we took it for; or one that it names is missing, which only a look
            // tells.
            case DUPLICATE, MISSING_ROW, CONCURRENCY -> doubtful(reason, error);
            case CUSTOM_LOGIC, CONTENTION, TOO_SLOW, NOT_READY, DOUBTFUL ->
                new RowResult.RolledBack(reason, error.describe());
            case TRANSIENT, THROTTLED -> new RowResult.Later(error.describe());
            case STOP, UNAUTHENTICATED ->
                throw new UserShutOutException(
                        "Dataverse accepts nothing from this application user: " + error.describe());
        };
    }

    static RowResult refused(RejectionReason reason, ApiError error) {
        return new RowResult.Refused(reason, error.describe());
    }

    static RowResult doubtful(RejectionReason reason, ApiError error) {
        return new RowResult.Doubtful(reason, error.describe());
    }

    /** Under which reason a row is rejected, at once or when nothing else helped. */
    static RejectionReason reason(ErrorKind kind, DataverseErrorCode code) {
        return switch (kind) {
            case DATA -> data(code);
            case CUSTOM_LOGIC -> CUSTOM_LOGIC_FAILED;
            case CONTRACT -> UNKNOWN_IN_TARGET;
            case PERMISSION -> PERMISSION_MISSING;
            case MISSING_ROW -> ROW_NOT_FOUND;
            case DUPLICATE -> DUPLICATE_VALUE;
            case CONCURRENCY -> CHANGED_IN_TARGET;
            case STILL_REFERENCED -> DELETE_RESTRICTED;
            case NOT_READY -> KEY_NOT_READY;
            case TOO_SLOW -> code == DataverseErrorCode.SQL_TIMEOUT ? TARGET_BUSY : CUSTOM_LOGIC_TOO_SLOW;
            case TOO_LARGE -> ROW_TOO_LARGE;
            case DOUBTFUL -> code == DataverseErrorCode.ISV_UNEXPECTED ? CUSTOM_LOGIC_CRASHED : REFUSED;
            // Of these only contention ever rejects a row; the others wait or stop the sink.
            case CONTENTION, TRANSIENT, THROTTLED, UNAUTHENTICATED, STOP -> TARGET_BUSY;
        };
    }

    private static RejectionReason data(DataverseErrorCode code) {
        return switch (code) {
            case STRING_LENGTH_TOO_LONG -> VALUE_TOO_LONG;
            case PICKLIST_VALUE_OUT_OF_RANGE, BOOLEAN_OPTION_OUT_OF_RANGE, INTEGER_OUT_OF_RANGE, DECIMAL_OUT_OF_RANGE ->
                VALUE_OUT_OF_RANGE;
            case REQUIRED_FIELD_MISSING -> REQUIRED_VALUE_MISSING;
            case INVALID_CHARACTERS_IN_FIELD -> CHARACTERS_INVALID;
            case SQL_CONSTRAINT_VIOLATION, DUPLICATE_RECORDS_FOUND, MULTIPLE_RECORDS_FOUND_BY_ENTITY_KEY ->
                DUPLICATE_VALUE;
            case INVALID_STATE_CODE_STATUS_CODE, INVALID_STATE_TRANSITION, INVALID_STATE -> STATE_INVALID;
            case INVALID_OWNER_ID, CANNOT_ASSIGN_TO_DISABLED_BUSINESS -> OWNER_INVALID;
            case ATTACHMENT_BLOCKED, ATTACHMENT_SIZE_INVALID, PROCESS_IMAGE_FAILURE -> FILE_REFUSED;
            // The other codes of this kind all say that a value is not acceptable.
            default -> VALUE_INVALID;
        };
    }
}
