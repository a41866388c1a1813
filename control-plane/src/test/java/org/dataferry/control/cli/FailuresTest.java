package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.dataferry.capture.CaptureException;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.sink.client.token.TokenUnavailableException;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ControlException("x"), ExitCode.FAILED),
                Arguments.of(new RefusedException("x"), ExitCode.REFUSED),
                Arguments.of(new SettingsException("x"), ExitCode.USAGE),
                Arguments.of(
                        new MappingException(List.of(new MappingProblem("a.yaml", 1, "columns", "x"))), ExitCode.USAGE),
                Arguments.of(new TokenRefusedException("x"), ExitCode.USAGE),
                Arguments.of(new SinkException("x", new TokenRefusedException("x")), ExitCode.USAGE),
                Arguments.of(new TokenUnavailableException("x", null), ExitCode.FAILED),
                Arguments.of(new CaptureException("x", new SQLException("password", "28P01")), ExitCode.USAGE),
                Arguments.of(new CaptureException("x", new SQLException("no database", "3D000")), ExitCode.USAGE),
                Arguments.of(new CaptureException("x", new SQLException("down", "08001")), ExitCode.FAILED),
                Arguments.of(new CaptureException("x", new SQLException("?")), ExitCode.FAILED),
                Arguments.of(new KafkaException("x", new ConfigException("x")), ExitCode.USAGE),
                Arguments.of(new SaslAuthenticationException("x"), ExitCode.USAGE),
                Arguments.of(new KafkaException("x"), ExitCode.FAILED),
                Arguments.of(new IllegalStateException("x"), ExitCode.FAILED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void haveAnExitCodeByWhoCanMendThem(Exception thrown, ExitCode expected) {
        assertThat(Failures.exitCode(thrown)).isEqualTo(expected);
    }
}
