package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column with its limits.
 *
 * <p>Source: Microsoft's pages "Web API types and operations" and the reference of attribute metadata.
 */
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnType.Text.class, name = "Text"),
    @JsonSubTypes.Type(value = ColumnType.Memo.class, name = "Memo"),
    @JsonSubTypes.Type(value = ColumnType.WholeNumber.class, name = "WholeNumber"),
    @JsonSubTypes.Type(value = ColumnType.BigInt.class, name = "BigInt"),
    @JsonSubTypes.Type(value = ColumnType.DecimalNumber.class, name = "DecimalNumber"),
    @JsonSubTypes.Type(value = ColumnType.DoubleNumber.class, name = "DoubleNumber"),
    @JsonSubTypes.Type(value = ColumnType.Money.class, name = "Money"),
    @JsonSubTypes.Type(value = ColumnType.YesNo.class, name = "YesNo"),
    @JsonSubTypes.Type(value = ColumnType.Choice.class, name = "Choice"),
    @JsonSubTypes.Type(value = ColumnType.State.class, name = "State"),
    @JsonSubTypes.Type(value = ColumnType.Status.class, name = "Status"),
    @JsonSubTypes.Type(value = ColumnType.DateTime.class, name = "DateTime"),
    @JsonSubTypes.Type(value = ColumnType.UniqueIdentifier.class, name = "UniqueIdentifier"),
    @JsonSubTypes.Type(value = ColumnType.Lookup.class, name = "Lookup"),
    @JsonSubTypes.Type(value = ColumnType.LinkEnd.class, name = "LinkEnd"),
    @JsonSubTypes.Type(value = ColumnType.MultiChoice.class, name = "MultiChoice"),
    @JsonSubTypes.Type(value = ColumnType.Image.class, name = "Image"),
    @JsonSubTypes.Type(value = ColumnType.File.class, name = "File")
})
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
public sealed interface ColumnType {
    /** The name in {@code AttributeType}; the metadata type is this name and {@code AttributeMetadata}. */
    String attributeType();

    /** @param autoNumber the pattern of the number that a create without a value gets, such as {@code A-{SEQNUM:5}}, or null */
    record Text(int maxLength, String format, @Nullable String autoNumber) implements ColumnType {
        public Text(int maxLength, String format) {
            this(maxLength, format, null);
        }

        @Override
        public String attributeType() {
            return "String";
        }
    }

    record Memo(int maxLength) implements ColumnType {
        @Override
        public String attributeType() {
            return "Memo";
        }
    }

    record WholeNumber(int min, int max) implements ColumnType {
        @Override
        public String attributeType() {
            return "Integer";
        }
    }

    record BigInt() implements ColumnType {
        @Override
        public String attributeType() {
            return "BigInt";
        }
    }

    record DecimalNumber(int precision, BigDecimal min, BigDecimal max) implements ColumnType {
        @Override
        public String attributeType() {
            return "Decimal";
        }
    }

    record DoubleNumber(int precision, double min, double max) implements ColumnType {
        @Override
        public String attributeType() {
            return "Double";
        }
    }

    /**
     * Amounts carry four decimals on the wire, whatever their precision.
     *
     * @param calculationOf the column whose amount this one has in the base currency, or null if it has an amount of its own
     */
    record Money(
            int precision,
            BigDecimal min,
            BigDecimal max,
            @Nullable String calculationOf) implements ColumnType {
        public Money(int precision, BigDecimal min, BigDecimal max) {
            this(precision, min, max, null);
        }

        @Override
        public String attributeType() {
            return "Money";
        }
    }

    record YesNo(boolean defaultValue, Label trueLabel, Label falseLabel) implements ColumnType {
        @Override
        public String attributeType() {
            return "Boolean";
        }
    }

    /**
     * @param defaultValue the option of a row that is created without one; -1 for none
     * @param global the name of the global choice that the options are of, or null if they are the column's own
     */
    record Choice(
            List<Option> options,
            int defaultValue,
            @Nullable String global) implements ColumnType {
        public Choice(List<Option> options, int defaultValue) {
            this(options, defaultValue, null);
        }

        public Choice {
            options = List.copyOf(options);
        }

        @Override
        public String attributeType() {
            return "Picklist";
        }
    }

    record State(List<Option> options) implements ColumnType {
        public State {
            options = List.copyOf(options);
        }

        @Override
        public String attributeType() {
            return "State";
        }
    }

    /** @param transitions the statuses that a status may lead to, for those that don't lead everywhere */
    record Status(List<Option> options, @Nullable Map<Integer, List<Integer>> transitions) implements ColumnType {
        public Status {
            options = List.copyOf(options);
            transitions = transitions == null ? Map.of() : Map.copyOf(transitions);
        }

        public Status(List<Option> options) {
            this(options, null);
        }

        @Override
        public Map<Integer, List<Integer>> transitions() {
            return Objects.requireNonNull(transitions);
        }

        @Override
        public String attributeType() {
            return "Status";
        }
    }

    record DateTime(Behavior behavior, String format) implements ColumnType {
        @Override
        public String attributeType() {
            return "DateTime";
        }
    }

    record UniqueIdentifier() implements ColumnType {
        @Override
        public String attributeType() {
            return "Uniqueidentifier";
        }
    }

    /**
     * @param kind Lookup, Customer or Owner
     * @param polymorphic whether it was made for several targets, of which one may be left
     */
    record Lookup(String kind, List<String> targets, boolean polymorphic) implements ColumnType {
        public Lookup(String kind, List<String> targets) {
            this(kind, targets, false);
        }

        public Lookup {
            targets = List.copyOf(targets);
            polymorphic |= targets.size() > 1;
        }

        @Override
        public String attributeType() {
            return kind;
        }
    }

    /**
     * One end of a link, in an intersect table: read and filtered as a GUID, stored as the row it names.
     *
     * @param table logical name
     */
    record LinkEnd(String table) implements ColumnType {
        @Override
        public String attributeType() {
            return "Uniqueidentifier";
        }
    }

    /**
     * Several options of one list: a text of their values, such as {@code 1,9}, rising and without repetition.
     *
     * @param global the name of the global choice that the options are of, or null if they are the column's own
     */
    record MultiChoice(List<Option> options, @Nullable String global) implements ColumnType {
        /** Source: Microsoft's page "Multi-select choice columns". */
        public static final int MAX_SELECTED = 150;

        public MultiChoice {
            options = List.copyOf(options);
        }

        @Override
        public String attributeType() {
            return "Virtual";
        }
    }

    /**
     * An image; its content is kept beside the row, which holds the id of the content.
     *
     * @param primary whether it is the one image of its table that a create may set
     */
    record Image(int maxKilobytes, boolean primary) implements ColumnType {
        @Override
        public String attributeType() {
            return "Virtual";
        }
    }

    /** A file; its content is kept beside the row, which holds the id of the content. */
    record File(int maxKilobytes) implements ColumnType {
        @Override
        public String attributeType() {
            return "Virtual";
        }
    }

    /** How a date is stored and shown. Source: Microsoft's page "Behavior and format of the date and time column". */
    enum Behavior {
        UserLocal,
        DateOnly,
        TimeZoneIndependent
    }

    /**
     * One option.
     *
     * @param state the state that a status belongs to; -1 for other options
     * @param defaultStatus of a state; -1 for other options
     */
    record Option(int value, Label label, int state, int defaultStatus) {
        public static Option of(int value, Label label) {
            return new Option(value, label, -1, -1);
        }

        public Option with(Label other) {
            return new Option(value, other, state, defaultStatus);
        }
    }
}
