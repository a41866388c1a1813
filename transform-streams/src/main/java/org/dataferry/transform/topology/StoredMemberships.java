package org.dataferry.transform.topology;

import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.row.Memberships;

/** Memberships in a store of the task. */
record StoredMemberships(KeyValueStore<String, Identity> store) implements Memberships {

    @Override
    public Optional<Identity> get(RowId.OfSource member) {
        return Optional.ofNullable(store.get(member.text()));
    }

    @Override
    public void put(RowId.OfSource member, Identity said) {
        store.put(member.text(), said);
    }

    @Override
    public void remove(RowId.OfSource member) {
        store.delete(member.text());
    }
}
