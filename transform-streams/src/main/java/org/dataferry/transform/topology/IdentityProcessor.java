package org.dataferry.transform.topology;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.row.IdentityEvents;
import org.dataferry.transform.row.IdentityJournal;

/**
 * Keeps all identities of the migration in every instance, and of each merged row its members; and tells the tasks of news:
 * first the store, then the journal.
 * Runs while the store is restored as well, where it does no harm.
 */
final class IdentityProcessor implements Processor<String, Identity, Void, Void> {

    private final IdentityJournal journal;
    private KeyValueStore<String, Identity> identities;

    IdentityProcessor(IdentityJournal journal) {
        this.journal = journal;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        identities = context.getStateStore(TransformStores.IDENTITIES);
    }

    @Override
    public void process(Record<String, Identity> record) {
        Optional<Identity> before = Optional.ofNullable(identities.get(record.key()));
        if (record.value() == null || IdentityEvents.stands(before, record.value())) {
            keep(record, before);
        }
        if (record.value() != null) {
            IdentityEvents.of(RowId.parse(record.key()), before, record.value()).ifPresent(journal::append);
        }
    }

    private void keep(Record<String, Identity> record, Optional<Identity> before) {
        before.flatMap(identity -> memberKey(record.key(), identity)).ifPresent(identities::delete);
        if (record.value() == null) {
            identities.delete(record.key());
        } else {
            identities.put(record.key(), record.value());
            memberKey(record.key(), record.value()).ifPresent(member -> identities.put(member, record.value()));
        }
    }

    private static Optional<String> memberKey(String row, Identity identity) {
        return identity instanceof Identity.MergedInto(RowId into)
                ? Optional.of(TransformStores.memberKey(into, row))
                : Optional.empty();
    }
}
