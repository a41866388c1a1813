package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.dataferry.schemas.settings.Bypass;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.rows.RowAddress;
import org.dataferry.sink.send.TargetTables;
import org.dataferry.sink.send.UserShutOutException;

/**
 * Whether an application user may pass by custom logic, asked before the first row is sent: an update of a row that is not
 * there, with the header of the rows to come. It changes nothing, and who lacks the privilege is told so.
 *
 * <p>That the privilege is looked at before the row is how the emulator does it; no page of Microsoft's tells the order. Where
 * it is the other way round, the first rows are rejected for the missing privilege. Nothing is ever sent without the header.
 */
final class BypassCheck {

    private final TargetTables tables;
    private final Map<String, Set<Bypass>> bypass;
    private final Clock clock;
    private final Duration patience;

    /** @param patience with a target that does not answer */
    BypassCheck(TargetTables tables, Map<String, Set<Bypass>> bypass, Clock clock, Duration patience) {
        this.tables = tables;
        this.bypass = new TreeMap<>(bypass);
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * @throws UserShutOutException if the user is not let in at all
     * @throws SinkException if the user may not, or nobody says
     */
    void require(String user, Lane lane) throws InterruptedException {
        for (Map.Entry<String, Set<Bypass>> entry : bypass.entrySet()) {
            if (entry.getValue().stream().anyMatch(Bypass::needsPrivilege)) {
                require(user, lane, entry.getKey(), BypassHeaders.of(entry.getValue()));
            }
        }
    }

    private void require(String user, Lane lane, String written, Map<String, String> headers)
            throws InterruptedException {
        EntitySet set = table(written);
        DataverseRequest probe = lane.requests()
                .update(set, new RowAddress.ById(UUID.randomUUID()), Json.object())
                .withHeaders(headers)
                .withDeadline(clock.instant().plus(patience));
        if (!(lane.client().send(probe) instanceof Answer.Failed<Reply>(Failure failure))) {
            return;
        }
        if (failure instanceof Failure.Refused(var error) && error.kind() == ErrorKind.MISSING_ROW) {
            return;
        }
        if (failure instanceof Failure.Refused(var error)
                && (error.kind() == ErrorKind.STOP || error.kind() == ErrorKind.UNAUTHENTICATED)) {
            throw new UserShutOutException(failure.describe());
        }
        boolean denied = failure instanceof Failure.Refused(var error) && error.kind() == ErrorKind.PERMISSION;
        throw new SinkException(
                denied
                        ? "the application user " + user + " may not bypass custom logic, as target.bypass." + written
                                + " wants it: " + failure.describe() + ". Give its role the privilege"
                                + " prvBypassCustomBusinessLogic, or take " + written + " out of target.bypass"
                        : "whether the application user " + user + " may bypass custom logic, as target.bypass."
                                + written + " wants it, cannot be told: " + failure.describe());
    }

    /** A relationship has no rows to ask for; the privilege is one for all tables. */
    private EntitySet table(String written) {
        return tables.written().containsKey(written)
                ? tables.table(written).entitySet()
                : tables.written().values().iterator().next().entitySet();
    }
}
