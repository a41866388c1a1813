package org.dataferry.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.dataferry.schemas.settings.Bypass;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.sink.client.protocol.DataverseEndpoint;

/**
 * What a sink needs to run.
 *
 * @param client connection settings of the Kafka clients
 * @param users the target as each application user sees it that rows are written by; the first reads definitions
 * @param entities the logical names of the entities whose writes it sends
 * @param relationships the schema names of the many-to-many relationships whose links it sends
 * @param withoutBeforeImages those of the entities whose rows are written without keeping the old values of a row that
 *     Ferry found in the target; of all others they are kept
 * @param changed by entity, what becomes of a write to a row that somebody changed in the target; of others it overwrites
 * @param reportsLost those of the entities of which a row that somebody removed in the target is reported by the write that
 *     finds it missing; of others it is made anew
 * @param customLogicRetries by entity, how often a row is sent again that custom logic of the target, such as a plug-in,
 *     refused; rows of other entities are rejected at once
 * @param bypass by entity or relationship, what of the target's own logic its writes pass by
 * @param keyColumn the alternate key column that Ferry owns
 * @param idColumn the column for row ids that are too long for it
 * @param protection what the target allows one application user
 * @param lateRequestHold how long a request of a dead instance can still commit
 * @param stalledAfter how long a lane or an entity gets nothing done before the log names it
 * @param files how files are found, scanned and sent
 * @param stateDirectory where identities are kept; what is lost there is read again from Kafka
 */
public record SinkSettings(
        MigrationTopics topics,
        Properties client,
        List<DataverseEndpoint> users,
        Set<String> entities,
        Set<String> relationships,
        Set<String> withoutBeforeImages,
        Map<String, ChangedPolicy> changed,
        Set<String> reportsLost,
        Map<String, Integer> customLogicRetries,
        Map<String, Set<Bypass>> bypass,
        String keyColumn,
        String idColumn,
        LimitSettings.Sink limits,
        ProtectionSettings protection,
        Duration lateRequestHold,
        Duration stalledAfter,
        SinkFiles files,
        Path stateDirectory) {

    public SinkSettings {
        users = List.copyOf(users);
        if (users.isEmpty()) {
            throw new IllegalArgumentException("A sink needs an application user");
        }
        entities = Set.copyOf(entities);
        relationships = Set.copyOf(relationships);
        withoutBeforeImages = Set.copyOf(withoutBeforeImages);
        changed = Map.copyOf(changed);
        reportsLost = Set.copyOf(reportsLost);
        customLogicRetries = Map.copyOf(customLogicRetries);
        bypass = Map.copyOf(bypass);
    }
}
