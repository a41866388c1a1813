package org.dataferry.sink.client.protocol;

import static org.dataferry.sink.client.protocol.ErrorKind.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The error codes that a writing client meets, each with what it means for the caller. Names follow Microsoft's list of
 * web service error codes. A code that is not here is {@link #UNLISTED} and gets its kind from the HTTP status.
 */
public enum DataverseErrorCode {
    STRING_LENGTH_TOO_LONG(0x80044331, DATA),
    PICKLIST_VALUE_OUT_OF_RANGE(0x8004431a, DATA),
    BOOLEAN_OPTION_OUT_OF_RANGE(0x8004431c, DATA),
    INTEGER_OUT_OF_RANGE(0x8004432f, DATA),
    DECIMAL_OUT_OF_RANGE(0x80044330, DATA),
    INVALID_DATE_TIME(0x80040239, DATA),
    INVALID_CHARACTERS_IN_FIELD(0x80040278, DATA),
    REQUIRED_FIELD_MISSING(0x80040200, DATA),
    INVALID_ARGUMENT(0x80040203, DATA),
    SQL_CONSTRAINT_VIOLATION(0x80073002, DATA),
    DUPLICATE_RECORDS_FOUND(0x80040333, DATA),
    MULTIPLE_RECORDS_FOUND_BY_ENTITY_KEY(0x8006089d, DATA),
    INVALID_STATE_CODE_STATUS_CODE(0x80048408, DATA),
    INVALID_STATE_TRANSITION(0x8004f00e, DATA),
    INVALID_STATE(0x80040233, DATA),
    INVALID_OWNER_ID(0x80040229, DATA),
    CANNOT_ASSIGN_TO_DISABLED_BUSINESS(0x8004032d, DATA),
    ATTACHMENT_BLOCKED(0x80043e09, DATA),
    ATTACHMENT_SIZE_INVALID(0x80044a02, DATA),
    PROCESS_IMAGE_FAILURE(0x80072553, DATA),

    /** A plug-in threw; the message is its own. */
    ISV_ABORTED(0x80040265, CUSTOM_LOGIC),

    PAYLOAD_NOT_READABLE(0x80048d19, CONTRACT),
    ODATA(0x00000000, CONTRACT),
    CRM_HTTP_ERROR(0x8006088a, CONTRACT),
    CRM_BAD_REQUEST(0x80060888, CONTRACT),
    ENTITY_KEY_NAME_EXISTS(0x80060893, CONTRACT),
    ENTITY_KEY_WITH_SAME_COLUMNS_EXISTS(0x80060894, CONTRACT),
    ROW_VERSION_NOT_PROVIDED(0x80060883, CONTRACT),
    OPTIMISTIC_CONCURRENCY_NOT_ENABLED(0x8006088d, CONTRACT),
    BAD_REQUEST(0x8005f100, CONTRACT),
    AGGREGATE_QUERY_RECORD_LIMIT_EXCEEDED(0x8004e023, CONTRACT),
    QUERY_BUILDER_NO_ATTRIBUTE(0x80041103, CONTRACT),
    QUERY_NOT_SUPPORTED(0x80048d0b, CONTRACT),
    INVALID_OPERATION(0x8004023b, CONTRACT),

    PRIVILEGE_DENIED(0x80040220, PERMISSION),
    PRINCIPAL_PRIVILEGE_DENIED(0x80040231, PERMISSION),
    ACCESS_DENIED(0x80048405, PERMISSION),
    COLUMN_CREATE_DENIED(0x8004f502, PERMISSION),
    COLUMN_UPDATE_DENIED(0x8004f507, PERMISSION),
    SYSTEM_USER_DISABLED(0x8004a112, PERMISSION),

    OBJECT_DOES_NOT_EXIST(0x80040217, MISSING_ROW),
    RECORD_NOT_FOUND_BY_ENTITY_KEY(0x80060891, MISSING_ROW),

    DUPLICATE_RECORD_ENTITY_KEY(0x80060892, DUPLICATE),
    DUPLICATE_RECORD(0x80040237, DUPLICATE),

    CONCURRENCY_VERSION_MISMATCH(0x80060882, CONCURRENCY),
    CANNOT_DELETE_DUE_TO_ASSOCIATION(0x80040227, STILL_REFERENCED),

    ENTITY_KEY_NOT_DEFINED(0x80060890, NOT_READY),
    INVALID_ENTITY_KEY_OPERATION(0x8006088f, NOT_READY),

    /** Mostly a deadlock (1205), or a table that is being customised (3732); in rare cases the row's own fault. */
    GENERIC_SQL_ERROR(0x80044150, CONTENTION),
    COULD_NOT_OBTAIN_LOCK(0x80044339, CONTENTION),
    APP_LOCK_TIMEOUT(0x8004ed47, CONTENTION),
    CONCURRENT_GRANT_INHERITED_ACCESS(0x80048105, CONTENTION),
    TRANSACTION_ABORTED(0x80040255, CONTENTION),
    TRANSACTION_NOT_COMMITTED(0x80040252, CONTENTION),
    TRANSACTION_NOT_STARTED(0x80040251, CONTENTION),

    SQL_TIMEOUT(0x80044151, TOO_SLOW),
    SANDBOX_TIMEOUT(0x80044171, TOO_SLOW),
    SANDBOX_EXECUTION_TIMEOUT(0x80044172, TOO_SLOW),
    SANDBOX_CONNECTION_TIMEOUT(0x80044173, TOO_SLOW),
    REQUEST_LENGTH_TOO_LARGE(0x8004418a, TOO_LARGE),

    SANDBOX_WORKER_NOT_AVAILABLE(0x8004418d, TRANSIENT),
    SERVER_BUSY(0x8004a001, TRANSIENT),
    /** Administration mode as well, which ends when an administrator says so. */
    ORGANIZATION_DISABLED(0x8004a104, TRANSIENT),

    UNEXPECTED(0x80040216, DOUBTFUL),
    ISV_UNEXPECTED(0x80040224, DOUBTFUL),
    SQL_ERROR_IN_STORED_PROCEDURE(0x8004c001, DOUBTFUL),

    REQUESTS_EXCEEDED(0x80072322, THROTTLED),
    EXECUTION_TIME_EXCEEDED(0x80072321, THROTTLED),
    CONCURRENCY_EXCEEDED(0x80072326, THROTTLED),
    THROTTLING(0x8005f103, THROTTLED),

    ACCESS_TOKEN_EXPIRED(0x8005f101, UNAUTHENTICATED),

    USER_NOT_MEMBER_OF_ORG(0x80072560, STOP),
    USER_NOT_ASSIGNED_ROLES(0x80042f09, STOP),
    USER_NOT_ASSIGNED_LICENSE(0x8004d24b, STOP),
    USER_DISABLED(0x80040225, STOP),

    /** Any other code; {@link ApiError#rawCode()} has it. */
    UNLISTED(0xffffffff, DOUBTFUL);

    private static final Map<Integer, DataverseErrorCode> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(code -> code.number, Function.identity()));

    private final int number;
    private final ErrorKind kind;

    DataverseErrorCode(int number, ErrorKind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** The code as Dataverse counts it: a signed 32-bit number, written in hexadecimal on the wire. */
    public int number() {
        return number;
    }

    /** The kind by the code alone; for {@link #UNLISTED} ask {@link ApiError#kind()}. */
    public ErrorKind kind() {
        return kind;
    }

    /** Reads {@code 0x80040217}, {@code 80040217} or the decimal {@code -2147220969}; an empty code is {@link #ODATA}. */
    public static DataverseErrorCode of(String raw) {
        String text = raw.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return ODATA;
        }
        try {
            int number = text.startsWith("-")
                    ? Integer.parseInt(text)
                    : Integer.parseUnsignedInt(text.startsWith("0x") ? text.substring(2) : text, 16);
            return BY_NUMBER.getOrDefault(number, UNLISTED);
        } catch (NumberFormatException notANumber) {
            return UNLISTED;
        }
    }
}
