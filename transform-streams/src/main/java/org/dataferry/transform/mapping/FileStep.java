package org.dataferry.transform.mapping;

import java.util.Optional;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.transform.mapping.convert.Converted;

/**
 * What a file column of the target holds of a source row.
 *
 * @param column the logical name of the target's column
 * @param name empty for the last part of the path, or the column's own name
 */
record FileStep(String column, Origin origin, Optional<ColumnStep> name) {

    /** Where the content is. */
    sealed interface Origin {

        /** @param path makes a text */
        record InFolder(ColumnStep path) implements Origin {}

        record InColumn(String source) implements Origin {}
    }

    sealed interface Result {

        record Made(FileContent content) implements Result {}

        /** What it is made of is not known. */
        record Unknown() implements Result {}

        record Refused(RejectionReason reason, String detail) implements Result {}
    }

    Result make(SourceRow row) {
        Converted where = switch (origin) {
            case Origin.InFolder(ColumnStep path) -> path.make(row);
            case Origin.InColumn(String source) -> Converted.taken(row.get(source));
        };
        return switch (where) {
            case Converted.Refused(var reason, String detail) -> new Result.Refused(reason, detail);
            case Converted.Taken(Value.Absent ignored) -> new Result.Unknown();
            case Converted.Taken(Value.Null ignored) -> new Result.Made(FileContent.NONE);
            case Converted.Taken(Value content) -> named(content, row);
        };
    }

    private Result named(Value content, SourceRow row) {
        return switch (name.map(step -> step.make(row)).orElse(Converted.taken(Value.NULL))) {
            case Converted.Refused(var reason, String detail) -> new Result.Refused(reason, "name: " + detail);
            case Converted.Taken(Value.Absent ignored) -> new Result.Unknown();
            case Converted.Taken(Value.Text(String text)) when !text.isBlank() -> made(content, text);
            case Converted.Taken(Value ignored) -> made(content, nameless(content));
        };
    }

    private String nameless(Value content) {
        if (content instanceof Value.Text(String path)) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.isBlank() ? column : last;
        }
        return column;
    }

    private static Result made(Value content, String name) {
        return switch (content) {
            case Value.Text(String path) -> new Result.Made(new FileContent.InFolder(name, path));
            case Value.Bytes bytes -> new Result.Made(new FileContent.Carried(name, bytes));
            case Value.Withheld(long bytes) -> new Result.Made(new FileContent.Withheld(name, bytes));
            case Value other ->
                new Result.Refused(
                        RejectionReason.VALUE_INVALID,
                        "the row holds a " + other.getClass().getSimpleName()
                                + ", and a file is a path or binary data");
        };
    }
}
