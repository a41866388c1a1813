package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.DeletePolicy;

/** What one look at a row at both ends comes to. */
sealed interface Judgement {

    /** Both have the same, or neither has the row. */
    record Same(boolean there) implements Judgement {}

    /** The target keeps it without a source row, as the mapping says. */
    record Left() implements Judgement {}

    /** It has changed at each of many looks. */
    record Moving() implements Judgement {}

    record Different(List<Difference> differences) implements Judgement {
        public Different {
            differences = List.copyOf(differences);
        }
    }

    /** The column that says whether a row is active. */
    String STATE = "statecode";

    String INACTIVE = "1";

    /** Why a row is one too many whose first is judged by itself. */
    String SECOND = "another row of the target has the same key";

    String REFUSED = "refused by the mapping: ";

    /**
     * @param wanted empty if the source does not have the row
     * @param held what the target has; more than one is one too many
     * @param policy what becomes of the row without its source row; empty if no mapping makes such rows
     */
    static Judgement of(
            String entity, RowId row, Optional<WantedRow> wanted, List<HeldRow> held, Optional<DeletePolicy> policy) {
        Optional<WantedRow> there = wanted.filter(one -> !(one.content() instanceof WantedRow.Content.LeftOut));
        if (there.isEmpty()) {
            return unwanted(entity, row, held, policy);
        }
        List<Difference> differences = new ArrayList<>();
        Optional<HeldRow> first = held.stream().findFirst();
        difference(entity, there.get(), first).ifPresent(differences::add);
        held.stream().skip(1).map(more -> unexpected(entity, row, more, SECOND)).forEach(differences::add);
        return differences.isEmpty() ? new Same(true) : new Different(differences);
    }

    private static Judgement unwanted(String entity, RowId row, List<HeldRow> held, Optional<DeletePolicy> policy) {
        if (held.isEmpty()) {
            return new Same(false);
        }
        if (policy.isEmpty()) {
            return different(entity, row, held, "no mapping makes such rows");
        }
        return switch (policy.get()) {
            case KEEP -> new Left();
            case DEACTIVATE ->
                held.stream().allMatch(Judgement::isInactive)
                        ? new Left()
                        : different(entity, row, held, "the source does not have it, so it should be inactive");
            case DELETE -> different(entity, row, held, "the source does not have it");
        };
    }

    private static boolean isInactive(HeldRow row) {
        return row.fields().getOrDefault(STATE, Optional.empty()).equals(Optional.of(INACTIVE));
    }

    private static Judgement different(String entity, RowId row, List<HeldRow> held, String reason) {
        return new Different(
                held.stream().map(one -> unexpected(entity, row, one, reason)).toList());
    }

    private static Difference unexpected(String entity, RowId row, HeldRow held, String reason) {
        Optional<Difference.Origin> origin = row instanceof RowId.OfSource one
                ? Optional.of(new Difference.Origin(one.table(), one.key()))
                : Optional.empty();
        return new Difference(
                entity,
                Difference.Kind.UNEXPECTED,
                Optional.of(row),
                origin,
                Optional.of(held.id()),
                List.of(),
                Optional.of(reason));
    }

    private static Optional<Difference> difference(String entity, WantedRow wanted, Optional<HeldRow> held) {
        Optional<String> refused = wanted.content() instanceof WantedRow.Content.Refused(var reason, String detail)
                ? Optional.of(REFUSED + reason + ", " + detail)
                : Optional.empty();
        if (held.isEmpty()) {
            return Optional.of(difference(entity, Difference.Kind.MISSING, wanted, held, List.of(), refused));
        }
        if (!(wanted.content() instanceof WantedRow.Content.Fields(var fields))) {
            return Optional.of(difference(entity, Difference.Kind.MISMATCHED, wanted, held, List.of(), refused));
        }
        List<Difference.Field> different = different(fields, held.get().fields());
        return different.isEmpty()
                ? Optional.empty()
                : Optional.of(difference(entity, Difference.Kind.MISMATCHED, wanted, held, different, refused));
    }

    private static List<Difference.Field> different(
            Map<String, Optional<String>> wanted, Map<String, Optional<String>> held) {
        List<Difference.Field> different = new ArrayList<>();
        new TreeMap<>(wanted).forEach((name, value) -> {
            Optional<String> actual = held.getOrDefault(name, Optional.empty());
            if (!value.equals(actual)) {
                different.add(new Difference.Field(name, value, actual));
            }
        });
        return different;
    }

    private static Difference difference(
            String entity,
            Difference.Kind kind,
            WantedRow wanted,
            Optional<HeldRow> held,
            List<Difference.Field> fields,
            Optional<String> reason) {
        return new Difference(
                entity,
                kind,
                Optional.of(wanted.row()),
                Optional.of(new Difference.Origin(wanted.table(), wanted.key())),
                held.map(HeldRow::id),
                fields,
                reason);
    }
}
