package org.dataferry.sink.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.protocol.ApiError;
import org.dataferry.sink.client.protocol.DataverseErrorCode;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalsTest {

    @ParameterizedTest
    @CsvSource({
        "STRING_LENGTH_TOO_LONG, VALUE_TOO_LONG",
        "PICKLIST_VALUE_OUT_OF_RANGE, VALUE_OUT_OF_RANGE",
        "REQUIRED_FIELD_MISSING, REQUIRED_VALUE_MISSING",
        "DUPLICATE_RECORDS_FOUND, DUPLICATE_VALUE",
        "INVALID_CHARACTERS_IN_FIELD, CHARACTERS_INVALID",
        "INVALID_STATE_TRANSITION, STATE_INVALID",
        "INVALID_OWNER_ID, OWNER_INVALID",
        "ATTACHMENT_BLOCKED, FILE_REFUSED",
        "INVALID_DATE_TIME, VALUE_INVALID",
        "PAYLOAD_NOT_READABLE, UNKNOWN_IN_TARGET",
        "PRIVILEGE_DENIED, PERMISSION_MISSING",
        "CANNOT_DELETE_DUE_TO_ASSOCIATION, DELETE_RESTRICTED",
        "REQUEST_LENGTH_TOO_LARGE, ROW_TOO_LARGE"
    })
    void saysWhoCanMendWhatIsTheRowsOwnFault(DataverseErrorCode code, RejectionReason reason) {
        assertThat(Refusals.of(error(code, code.kind()))).isInstanceOfSatisfying(RowResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail()).contains(code.name()).contains("message of " + code);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "DUPLICATE_RECORD_ENTITY_KEY, DUPLICATE_VALUE",
        "OBJECT_DOES_NOT_EXIST, ROW_NOT_FOUND",
        "CONCURRENCY_VERSION_MISMATCH, CHANGED_IN_TARGET"
    })
    void doubtsWhatASecondLookMaySettle(DataverseErrorCode code, RejectionReason reason) {
        assertThat(Refusals.of(error(code, code.kind())))
                .isInstanceOfSatisfying(
                        RowResult.Doubtful.class,
                        doubtful -> assertThat(doubtful.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "GENERIC_SQL_ERROR, TARGET_BUSY",
        "SQL_TIMEOUT, TARGET_BUSY",
        "SANDBOX_TIMEOUT, CUSTOM_LOGIC_TOO_SLOW",
        "INVALID_ENTITY_KEY_OPERATION, KEY_NOT_READY",
        "ISV_ABORTED, CUSTOM_LOGIC_FAILED",
        "ISV_UNEXPECTED, CUSTOM_LOGIC_CRASHED",
        "UNEXPECTED, REFUSED",
        "UNLISTED, REFUSED"
    })
    void sendsAgainWhatMayPass(DataverseErrorCode code, RejectionReason reason) {
        assertThat(Refusals.of(error(code, code.kind())))
                .isEqualTo(new RowResult.RolledBack(
                        reason, error(code, code.kind()).describe()));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "THROTTLED"})
    void neverBlamesTheRowForABusyTarget(ErrorKind kind) {
        assertThat(Refusals.of(error(DataverseErrorCode.UNLISTED, kind))).isInstanceOf(RowResult.Later.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"STOP", "UNAUTHENTICATED"})
    void stopsWhereNoRowCanBeWritten(ErrorKind kind) {
        assertThatThrownBy(() -> Refusals.of(error(DataverseErrorCode.USER_DISABLED, kind)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("accepts nothing from this application user")
                .hasMessageContaining("USER_DISABLED");
    }

    @Test
    void hasAnAnswerToEveryKindButThoseThatStop() {
        Stream.of(ErrorKind.values())
                .filter(kind -> kind != ErrorKind.STOP && kind != ErrorKind.UNAUTHENTICATED)
                .forEach(kind -> assertThat(Refusals.of(error(DataverseErrorCode.UNLISTED, kind)))
                        .isNotNull());
    }

    private static ApiError error(DataverseErrorCode code, ErrorKind kind) {
        return new ApiError(code, "0x0", 400, kind, "message of " + code, Map.of());
    }
}
