package org.dataferry.emulator.security;

import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** The users of the organization, by what Entra knows of them. */
public final class Members {
    private Members() {}

    /**
     * The system user of an application, or null if the application has none.
     *
     * @param likely where it is if this server made it, so that most need no search
     */
    public static @Nullable UUID ofApplication(RowReads reads, UUID clientId, UUID likely) {
        Table users = reads.catalog().requiredTable("systemuser");
        Column application = users.requiredColumn("applicationid");
        Row user = reads.row(users, likely);
        if (user == null || !clientId.equals(user.get(application))) {
            user = findBy(reads, application, clientId);
        }
        return user == null ? null : user.id();
    }

    static @Nullable Row findBy(RowReads reads, Column column, UUID value) {
        Table users = reads.catalog().requiredTable("systemuser");
        Row[] found = new Row[1];
        reads.scan(users, null, row -> {
            if (value.equals(row.get(column))) {
                found[0] = row;
            }
            return found[0] == null;
        });
        return found[0];
    }
}
