package org.dataferry.control.cli;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.dataferry.capture.CaptureException;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.embedded.EmbeddedServersException;
import org.dataferry.embedded.PortInUse;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.sink.client.token.TokenRefusedException;
import org.dataferry.transform.TransformException;
import org.dataferry.transform.mapping.problem.MappingException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Turns what a command throws into one message and an exit code. What Ferry throws on purpose says all there is to say;
 * anything else is a fault of Ferry's, and its trace goes to the log.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    private final GracefulStop stop;

    Failures(GracefulStop stop) {
        this.stop = stop;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
        return tell(
                thrown,
                Console.of(commandLine, commandLine.getParseResult().hasMatchedOption("--json")),
                commandLine.getCommandName());
    }

    /** @return the exit code */
    int tell(Throwable thrown, Console console, String command) {
        if (stop.isAsked() || thrown instanceof InterruptedException) {
            // Whatever was thrown, the stop is the cause.
            console.failure("stopped before it was done");
            return ExitCode.FAILED.number();
        }
        if (System.getProperty(FolderLog.PROPERTY) != null) {
            LoggerFactory.getLogger(Failures.class).error("Command failed command={}", command, thrown);
        }
        console.failure(message(thrown));
        return exitCode(thrown).number();
    }

    /** {@link ExitCode#USAGE} where somebody has to change a setting, a mapping or the source before it can go on. */
    static ExitCode exitCode(Throwable thrown) {
        return switch (thrown) {
            case RefusedException refused -> ExitCode.REFUSED;
            case SettingsException wrong -> ExitCode.USAGE;
            case MappingException wrong -> ExitCode.USAGE;
            case PortInUse taken -> ExitCode.USAGE;
            case Throwable any when causes(any).anyMatch(Failures::isWrongLogin) -> ExitCode.USAGE;
            case Throwable any -> ExitCode.FAILED;
        };
    }

    static String message(Throwable thrown) {
        return ScarceResource.behind(thrown)
                .map(scarce -> scarce.words() + ". It was met by: " + words(thrown))
                .orElseGet(() -> words(thrown));
    }

    private static String words(Throwable thrown) {
        return switch (thrown) {
            case ControlException known -> said(known);
            case CaptureException known -> said(known);
            case TransformException known -> said(known);
            case SinkException known -> said(known);
            case DataverseException known -> said(known);
            case MappingException known -> said(known);
            case EmbeddedServersException known -> said(known);
            case SchemasException known -> said(known);
            case KafkaException kafka ->
                "Kafka cannot be used; check kafka in migration.yaml: "
                        + causes(kafka)
                                .map(Failures::said)
                                .reduce((outer, inner) -> inner)
                                .orElseThrow();
            case OutOfMemoryError memory -> said(memory);
            case Throwable unknown ->
                "something went wrong that should not have: " + unknown + ". The log has the details" + logFile();
        };
    }

    /** A name or secret that a server refuses, or a server that does not know what it is asked for. */
    private static boolean isWrongLogin(Throwable cause) {
        return switch (cause) {
            case TokenRefusedException refused -> true;
            case AuthenticationException refused -> true;
            case AuthorizationException refused -> true;
            case ConfigException wrong -> true;
            // PostgreSQL, "Error Codes": class 28 is a refused login, 3D000 a database that is not there.
            case SQLException sql -> {
                String state = Optional.ofNullable(sql.getSQLState()).orElse("");
                yield state.startsWith("28") || state.equals("3D000");
            }
            case Throwable other -> false;
        };
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    private static String said(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }

    private static String logFile() {
        String file = System.getProperty(FolderLog.PROPERTY);
        return file == null ? "" : ": " + file;
    }
}
