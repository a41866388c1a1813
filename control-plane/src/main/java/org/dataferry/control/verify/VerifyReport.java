package org.dataferry.control.verify;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What was found.
 *
 * @param running whether a run was going on, so that differences were looked at again
 * @param differences some of them, each named, by entity, table and key
 * @param unlisted how many more there are
 */
public record VerifyReport(boolean running, List<EntityCount> entities, List<Difference> differences, long unlisted) {

    private static final Comparator<Difference> ORDER = Comparator.comparing(Difference::entity)
            .thenComparing(
                    one -> one.origin().map(from -> from.table().source()).orElse(""))
            .thenComparing(
                    one -> one.origin().map(from -> from.table().qualified()).orElse(""))
            .thenComparing(one -> one.origin().map(from -> from.key().text()).orElse(""))
            .thenComparing(one -> one.id().map(UUID::toString).orElse(""))
            .thenComparing(Difference::kind);

    public VerifyReport {
        entities = List.copyOf(entities);
        differences = differences.stream().sorted(ORDER).toList();
    }

    /** The same, with what the log has on each difference. */
    public VerifyReport with(LogHints hints) {
        return new VerifyReport(running, entities, hints.beside(differences), unlisted);
    }

    public boolean isMatched() {
        return entities.stream().allMatch(EntityCount::isMatched);
    }
}
