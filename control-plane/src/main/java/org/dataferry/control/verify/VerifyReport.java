package org.dataferry.control.verify;

import java.util.List;

/**
 * What was found.
 *
 * @param running whether a run was going on, so that differences were looked at again
 * @param differences some of them, each named
 * @param unlisted how many more there are
 */
public record VerifyReport(boolean running, List<EntityCount> entities, List<Difference> differences, long unlisted) {

    public VerifyReport {
        entities = List.copyOf(entities);
        differences = List.copyOf(differences);
    }

    /** The same, with what the log has on each difference. */
    public VerifyReport with(LogHints hints) {
        return new VerifyReport(running, entities, hints.beside(differences), unlisted);
    }

    public boolean isMatched() {
        return entities.stream().allMatch(EntityCount::isMatched);
    }
}
