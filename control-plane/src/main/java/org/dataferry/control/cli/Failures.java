package org.dataferry.control.cli;

import org.dataferry.capture.CaptureException;
import org.dataferry.capture.source.SourceException;
import org.dataferry.control.ControlException;
import org.dataferry.embedded.EmbeddedServersException;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.protocol.DataverseException;
import org.dataferry.transform.TransformException;
import org.dataferry.transform.mapping.problem.MappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Turns what a command throws into one message and an exit code. What Ferry throws on purpose says all there is to say;
 * anything else is a fault of Ferry's, and its trace goes to the log.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (thrown instanceof InterruptedException) {
            return ExitCode.FAILED.number();
        }
        boolean json = parsed.hasMatchedOption("--json");
        Console console = Console.standard(json);
        if (System.getProperty(FolderLog.PROPERTY) != null) {
            Logger log = LoggerFactory.getLogger(Failures.class);
            log.error("Command failed command={}", commandLine.getCommandName(), thrown);
        }
        switch (thrown) {
            case SettingsException wrong -> {
                console.failure(message(wrong));
                return ExitCode.USAGE.number();
            }
            case MappingException wrong -> {
                console.failure(message(wrong));
                return ExitCode.USAGE.number();
            }
            case ControlException known -> console.failure(message(known));
            case SourceException known -> console.failure(message(known));
            case CaptureException known -> console.failure(message(known));
            case TransformException known -> console.failure(message(known));
            case SinkException known -> console.failure(message(known));
            case DataverseException known -> console.failure(message(known));
            case EmbeddedServersException known -> console.failure(message(known));
            case SchemasException known -> console.failure(message(known));
            default ->
                console.failure("something went wrong that should not have: " + thrown + ". The log has the details"
                        + logFile());
        }
        return ExitCode.FAILED.number();
    }

    private static String message(Exception thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }

    private static String logFile() {
        String file = System.getProperty(FolderLog.PROPERTY);
        return file == null ? "" : ": " + file;
    }
}
