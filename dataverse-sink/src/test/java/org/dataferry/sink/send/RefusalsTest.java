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
        "ISV_ABORTED, CUSTOM_LOGIC_FAILED",
        "INVALID_DATE_TIME, VALUE_INVALID",
        "PAYLOAD_NOT_READABLE, UNKNOWN_IN_TARGET",
        "PRIVILEGE_DENIED, PERMISSION_MISSING",
        "CANNOT_DELETE_DUE_TO_ASSOCIATION, DELETE_RESTRICTED",
        "REQUEST_LENGTH_TOO_LARGE, VALUE_TOO_LONG",
        "UNEXPECTED, REFUSED"
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
        "OBJECT_DOES_NOT_EXIST, REFUSED",
        "CONCURRENCY_VERSION_MISMATCH, REFUSED",
        "SQL_TIMEOUT, CUSTOM_LOGIC_FAILED"
    })
    void doubtsWhatASecondLookMaySettle(DataverseErrorCode code, RejectionReason reason) {
        assertThat(Refusals.of(error(code, code.kind())))
                .isInstanceOfSatisfying(
                        RowResult.Doubtful.class,
                        doubtful -> assertThat(doubtful.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "THROTTLED", "NOT_READY"})
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
