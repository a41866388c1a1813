package org.dataferry.control.demo.check;

import java.util.List;
import org.dataferry.control.demo.business.Dirt;

/**
 * What a self-check looked at and found.
 *
 * @param tables rows of the target
 * @param links of the target
 * @param rejected rows and links whose newest version was rejected, by what is wrong with them
 * @param parked rows and links that wait for a row which was rejected
 * @param values of rows that were compared
 * @param findingsTotal all that is not as it has to be
 * @param findings the first of it
 */
public record CheckReport(
        List<TableCount> tables,
        Count links,
        List<Rejected> rejected,
        Count parked,
        long values,
        long findingsTotal,
        List<Finding> findings) {

    public CheckReport {
        tables = List.copyOf(tables);
        rejected = List.copyOf(rejected);
        findings = List.copyOf(findings);
    }

    public record Count(long expected, long found) {}

    public record TableCount(String table, String entity, long expected, long found) {}

    public record Rejected(Dirt dirt, long expected, long found) {}

    public boolean isPassed() {
        return findingsTotal == 0;
    }

    /** Rows of the target that were looked at, links included. */
    public long rows() {
        return tables.stream().mapToLong(TableCount::found).sum() + links.found();
    }
}
