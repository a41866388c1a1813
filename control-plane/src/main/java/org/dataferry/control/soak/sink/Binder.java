package org.dataferry.control.soak.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.write.LookupTarget;

/** Names rows as the transform does: by GUID where the sink has told it, else by key. */
final class Binder {

    private final Map<String, Identity> identities = new HashMap<>();

    /** @param row canonical text of the row id */
    void know(String row, Identity identity) {
        identities.put(row, identity);
    }

    LookupTarget bind(Optional<ModelRow> named) {
        return named.map(this::bind).orElse(LookupTarget.NONE);
    }

    LookupTarget bind(ModelRow named) {
        return Optional.ofNullable(identities.get(named.id().text()))
                .filter(identity -> identity.version() >= named.madeBy)
                .flatMap(identity -> identity instanceof Identity.Present present ? present.guid() : Optional.empty())
                .<LookupTarget>map(guid -> new LookupTarget.ByGuid(named.id(), guid))
                .orElseGet(() -> new LookupTarget.ByKey(named.id()));
    }
}
