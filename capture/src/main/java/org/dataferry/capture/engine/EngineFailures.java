package org.dataferry.capture.engine;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** What made the engine end, in words for people. */
final class EngineFailures {

    private EngineFailures() {}

    static RuntimeException explain(@Nullable String message, @Nullable Throwable error) {
        if (error == null) {
            return new CaptureException("capture ended without a reason: " + message);
        }
        List<Throwable> chain = chain(error);
        for (Throwable each : chain) {
            // What we threw ourselves says what is wrong; Debezium wraps it.
            if (each instanceof CaptureException || each instanceof SchemasException) {
                return (RuntimeException) each;
            }
        }
        Throwable root = chain.getLast();
        return new CaptureException(
                "capture stopped: " + error.getMessage() + " (" + root.getMessage() + ")" + remedy(chain), error);
    }

    private static String remedy(List<Throwable> chain) {
        String all = String.join(
                " ",
                chain.stream().map(each -> String.valueOf(each.getMessage())).toList());
        if (all.contains("NaN")) {
            return ". A numeric NaN has no form in the change log: put a number or NULL in its place at the source";
        }
        if (all.contains("Error while processing event") || all.contains("Failed to properly convert")) {
            return ". A value could not be converted. If it is a large value or array that an update left unchanged,"
                    + " run ALTER TABLE … REPLICA IDENTITY FULL for its table and update the row once more";
        }
        return "";
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = error; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
