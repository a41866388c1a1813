package org.dataferry.capture.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;

/** What made the engine end, in words for people. */
final class EngineFailures {

    /** What Debezium says of a column's value, with the column and its type; an array's type begins with an underscore. */
    private static final Pattern UNCONVERTED =
            Pattern.compile("Failed to properly convert data value for '([^']*)' of type (\\S+)");

    private static final String ARRAY = "An update left the large array %s unchanged, and the source did not send it:"
            + " run ALTER TABLE … REPLICA IDENTITY FULL for its table";

    private static final String SCALAR =
            "A value of %s has no form in the change log, such as a numeric NaN or infinity:"
                    + " put another in its place at the source";

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
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return new CaptureException(reason + remedy(chain), error);
    }

    /** The change stays in the source's log as it is, so it would stop the next start too. */
    private static String remedy(List<Throwable> chain) {
        for (Throwable each : chain) {
            Matcher unconverted = UNCONVERTED.matcher(String.valueOf(each.getMessage()));
            if (unconverted.find()) {
                boolean array = unconverted.group(2).startsWith("_");
                return ". " + (array ? ARRAY : SCALAR).formatted(unconverted.group(1))
                        + ". Then start capture with a new snapshot: it cannot get past this change";
            }
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
