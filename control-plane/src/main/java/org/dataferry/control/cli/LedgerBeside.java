package org.dataferry.control.cli;

import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.projection.Projection;
import org.dataferry.control.projection.ProjectionThread;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;

/** The ledger of a command that runs the stages: it is kept up to date beside them, and they never wait for it. */
final class LedgerBeside {

    private LedgerBeside() {}

    static ProjectionThread start(Console console, MigrationFolder folder, Blueprint blueprint, Endpoints endpoints) {
        Projection projection = new Projection(
                folder.topics(),
                new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry())),
                endpoints.kafkaClient(),
                endpoints.ledger(),
                folder.settings().tables(),
                MappedTables.of(folder, blueprint).keySet(),
                folder.settings().limits().ledger(),
                false,
                console::progress);
        return ProjectionThread.start(projection, console::progress);
    }
}
