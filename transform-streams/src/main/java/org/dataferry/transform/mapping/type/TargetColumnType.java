package org.dataferry.transform.mapping.type;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a column of Dataverse takes. Lengths are in UTF-16 units, precisions in digits after the point.
 *
 * <p>{@link #text()} is the form in which mapping files and messages write the type.
 */
public sealed interface TargetColumnType {

    String text();

    record Text(int maxLength) implements TargetColumnType {
        @Override
        public String text() {
            return "text(" + maxLength + ")";
        }
    }

    record Memo(int maxLength) implements TargetColumnType {
        @Override
        public String text() {
            return "memo(" + maxLength + ")";
        }
    }

    /** Dataverse's whole number, of 32 bits. */
    record Whole(int min, int max) implements TargetColumnType {
        @Override
        public String text() {
            return "whole";
        }
    }

    record BigWhole() implements TargetColumnType {
        @Override
        public String text() {
            return "bigint";
        }
    }

    record Decimal(int precision, BigDecimal min, BigDecimal max) implements TargetColumnType {
        @Override
        public String text() {
            return "decimal(" + precision + ")";
        }
    }

    record Floating(int precision, double min, double max) implements TargetColumnType {
        @Override
        public String text() {
            return "double";
        }
    }

    record Money(int precision, BigDecimal min, BigDecimal max) implements TargetColumnType {
        @Override
        public String text() {
            return "money(" + precision + ")";
        }
    }

    record Bool() implements TargetColumnType {
        @Override
        public String text() {
            return "boolean";
        }
    }

    /** @param labels of the options, by their numbers; empty for one to be made whose options are not known yet */
    record Choice(SortedMap<Integer, String> labels) implements TargetColumnType {
        public Choice {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        /** With the options of another choice that this one lacks. */
        public Choice and(Choice other) {
            SortedMap<Integer, String> both = new TreeMap<>(other.labels);
            both.putAll(labels);
            return new Choice(both);
        }

        /** The numbers of the options. */
        public Set<Integer> allowed() {
            return labels.keySet();
        }

        @Override
        public String text() {
            return "choice";
        }
    }

    record DateOnly() implements TargetColumnType {
        @Override
        public String text() {
            return "date";
        }
    }

    record DateTime(DateTimeBehavior behavior) implements TargetColumnType {
        @Override
        public String text() {
            return "datetime(" + behavior.text() + ")";
        }
    }

    record Guid() implements TargetColumnType {
        @Override
        public String text() {
            return "guid";
        }
    }

    /** @param targets the entities whose rows it may name */
    record Lookup(List<String> targets) implements TargetColumnType {
        public Lookup {
            targets = List.copyOf(targets);
        }

        @Override
        public String text() {
            return "lookup";
        }
    }

    /** A column of files or of images; mappings fill it under {@code files:}. Sizes are in kilobytes. */
    sealed interface FileColumn extends TargetColumnType {}

    record File(int maxKilobytes) implements FileColumn {
        @Override
        public String text() {
            return "file(" + maxKilobytes + ")";
        }
    }

    record Image(int maxKilobytes) implements FileColumn {
        @Override
        public String text() {
            return "image(" + maxKilobytes + ")";
        }
    }

    /** A type that mappings cannot fill, by Dataverse's name: State, Status, MultiSelectPicklist... */
    record Other(String name) implements TargetColumnType {
        @Override
        public String text() {
            return name;
        }
    }
}
