package org.dataferry.control.cli;

import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;

/** The target as a run needs it: what the emulator lacks is made, anything else has to have it. */
final class PreparedTarget {

    private PreparedTarget() {}

    /**
     * Checks both ends and prepares the emulator.
     *
     * @return the mappings, compiled against both ends
     * @throws RefusedException if another target lacks something
     */
    static Mappings of(Console console, MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Lane lane)
            throws InterruptedException {
        Preparation preparation = Preparation.of(folder, blueprint, endpoints, lane);
        if (!preparation.steps().isEmpty() && !endpoints.target().emulator()) {
            throw new RefusedException("the target is not ready; run ferry prepare " + folder.directory()
                    + (folder.isRebuild()
                            ? " --rebuild " + folder.rebuild() + " --target "
                                    + endpoints.target().baseUrl()
                            : "")
                    + " to see what is missing");
        }
        preparation.apply(lane, step -> console.progress("prepare: " + step.describe()));
        return preparation.mappings();
    }
}
