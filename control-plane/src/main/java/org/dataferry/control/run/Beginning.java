package org.dataferry.control.run;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.prepare.Adoption;
import org.dataferry.control.prepare.ExistingIdentities;
import org.dataferry.schemas.check.KafkaRecordSampler;
import org.dataferry.schemas.check.RegistryCheck;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.sink.client.Lane;

/**
 * What is done before any stage starts: the topics are made, the log is checked against the registry, and at the very
 * beginning the identities that an earlier migration left in the target are read, and rows of others are adopted. A rebuild
 * has a beginning of its own.
 *
 * <p>On one machine one process at a time does it. On several the first process of a migration is started alone: a second
 * one that reads identities while a sink already writes them could set a new one back.
 */
final class Beginning {

    /** Reading the identities of a target takes minutes for millions of rows. */
    private static final Duration TURN = Duration.ofMinutes(30);

    private static final String LOCK = "beginning";

    /** A directory for what is compared; it is emptied when that is done. */
    private static final String ADOPTION = "adoption";

    private Beginning() {}

    static void make(
            StageParts parts, SchemaRegistry registry, Admin admin, LedgerReader reader, Lane lane, Duration timeout)
            throws InterruptedException {
        MigrationTopics topics = parts.folder().topics();
        RunLock turn = RunLock.awaitTurn(parts.folder().ownState(), LOCK, TURN);
        try {
            new TopicCreator(admin, timeout).ensure(MigrationTopicSet.of(topics, parts.mappings()));
            try (KafkaRecordSampler sampler = KafkaRecordSampler.connect(parts.clientMap(), timeout)) {
                new RegistryCheck(registry, parts.endpoints().registry().url(), sampler)
                        .check(MigrationTopicSet.avro(topics, parts.mappings()));
            }
            if (parts.folder().isRebuild()) {
                ReplaysFromNow.begin(admin, new KafkaStageOffsets(admin, timeout), topics, timeout);
            }
            if (reader.isBeginning()) {
                publishIdentities(parts, lane);
            }
        } finally {
            turn.close();
        }
    }

    private static void publishIdentities(StageParts parts, Lane lane) throws InterruptedException {
        MigrationSettings settings = parts.folder().settings();
        ExistingIdentities identities = new ExistingIdentities(
                lane,
                settings,
                parts.folder().topics(),
                parts.avro(),
                parts.endpoints().kafkaClient());
        if (!Adoption.isAsked(parts.mappings())) {
            identities.publish(parts.mappings().entities());
            return;
        }
        try (Adoption adoption = Adoption.find(
                parts.endpoints().sources(),
                settings,
                parts.mappings(),
                lane,
                parts.folder().ownState().resolve(ADOPTION))) {
            adoption.requireClear();
            identities.publish(parts.mappings().entities());
            identities.publish(adoption);
        }
    }
}
