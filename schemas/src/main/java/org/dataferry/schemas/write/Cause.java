package org.dataferry.schemas.write;

import java.util.UUID;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;

/** Why a write exists. */
public sealed interface Cause {

    /** The canonical text; {@link #parse} reads it back. */
    String text();

    /** A change at the source. */
    record OfChange(ChangeId change) implements Cause {
        @Override
        public String text() {
            return Fields.join("change", change.text());
        }
    }

    /** An operator's choice to send again. */
    record OfReplay(String replayId) implements Cause {
        @Override
        public String text() {
            return Fields.join("replay", replayId);
        }
    }

    /** A change of reference data, such as an option's value. */
    record OfReferenceData(String reference, String code, long revision) implements Cause {
        @Override
        public String text() {
            return Fields.join("reference", reference, code, Long.toString(revision));
        }
    }

    /** A new version of the mapping. */
    record OfMapping(String mappingVersion) implements Cause {
        @Override
        public String text() {
            return Fields.join("mapping", mappingVersion);
        }
    }

    /**
     * The target lost a row that Ferry had brought there.
     *
     * @param version the version that it had
     */
    record OfLoss(long version) implements Cause {
        @Override
        public String text() {
            return Fields.join("loss", Long.toString(version));
        }
    }

    /**
     * A row that others name came back to the target as another one.
     *
     * @param version a number of the row that names it, which tells apart that the same one comes back again
     */
    record OfReturn(RowId row, UUID guid, long version) implements Cause {
        @Override
        public String text() {
            return Fields.join("return", row.text(), guid.toString(), Long.toString(version));
        }
    }

    /**
     * A source row that others name merged into another row than before.
     *
     * @param version a number of the row that names it, which tells apart that it goes there again
     */
    record OfMerge(RowId row, RowId into, long version) implements Cause {
        @Override
        public String text() {
            return Fields.join("merge", row.text(), into.text(), Long.toString(version));
        }
    }

    static Cause parse(String text) {
        int blank = text.indexOf(' ');
        String kind = blank < 0 ? text : text.substring(0, blank);
        return switch (kind) {
            case "change" ->
                new OfChange(ChangeId.parse(Fields.split(text, 2, "cause").get(1)));
            case "replay" -> new OfReplay(Fields.split(text, 2, "cause").get(1));
            case "mapping" -> new OfMapping(Fields.split(text, 2, "cause").get(1));
            case "reference" -> {
                var fields = Fields.split(text, 4, "cause");
                yield new OfReferenceData(fields.get(1), fields.get(2), number(fields.get(3), text));
            }
            case "loss" -> new OfLoss(number(Fields.split(text, 2, "cause").get(1), text));
            case "return" -> {
                var fields = Fields.split(text, 4, "cause");
                yield new OfReturn(RowId.parse(fields.get(1)), guid(fields.get(2), text), number(fields.get(3), text));
            }
            case "merge" -> {
                var fields = Fields.split(text, 4, "cause");
                yield new OfMerge(RowId.parse(fields.get(1)), RowId.parse(fields.get(2)), number(fields.get(3), text));
            }
            default -> throw new SchemasException("'" + text + "' is not the cause of a write");
        };
    }

    private static UUID guid(String written, String text) {
        try {
            return UUID.fromString(written);
        } catch (IllegalArgumentException broken) {
            throw new SchemasException("'" + text + "' is not the cause of a write: its GUID is none", broken);
        }
    }

    private static long number(String written, String text) {
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException broken) {
            throw new SchemasException("'" + text + "' is not the cause of a write: its number is none", broken);
        }
    }
}
