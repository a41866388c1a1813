package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.dataferry.transform.TransformException;
import org.dataferry.transform.mapping.problem.MappingException;
import org.dataferry.transform.mapping.problem.MappingProblem;
import org.junit.jupiter.api.Test;
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

    @Test
    void sayWhatToDoWhereTheDiskIsFullWhoeverMetIt() {
        IOException full = new IOException("No space left on device");

        assertThat(Failures.message(new ControlException("state cannot be written", full)))
                .isEqualTo("the disk is full. Free some space, and run the same command again: it goes on where it was."
                        + " It was met by: state cannot be written");
        assertThat(Failures.message(new ControlException("kafka died. Its log ends with:\nNo space left on device")))
                .startsWith("the disk is full. ");
    }

    @Test
    void sayHowToGiveMoreMemory() {
        assertThat(Failures.message(new OutOfMemoryError("Java heap space"))).contains("FERRY_HEAP=4g ferry");
        assertThat(Failures.message(new TransformException("transform stopped", new OutOfMemoryError("x"))))
                .startsWith("out of memory: ")
                .endsWith("transform stopped");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void haveAnExitCodeByWhoCanMendThem(Exception thrown, ExitCode expected) {
        assertThat(Failures.exitCode(thrown)).isEqualTo(expected);
    }
}
