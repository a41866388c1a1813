package org.dataferry.control.soak.scenario;

import java.util.List;

/** Where the application keeps its rows. Between commits and rollbacks all belongs to one transaction. */
public interface SourceDatabase {

    void createTables(Scenario scenario);

    void execute(List<RowChange> changes);

    void commit();

    void rollback();
}
