package org.dataferry.emulator.security;

import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request runs.
 *
 * <p>Source: Microsoft's page "Impersonate another user using the Web API".
 *
 * @param user who appears as the author, and whose rows are the caller's own
 * @param delegate who signed in, if that is somebody else
 */
public record Caller(Row user, @Nullable Row delegate) {
    /** By the object id in Entra; preferred by Microsoft over the other. */
    private static final String OBJECT_ID = "CallerObjectId";
    /** By {@code systemuserid}. */
    private static final String USER_ID = "MSCRMCallerID";

    public static Caller of(RowReads reads, ApiRequest request) {
        Table users = reads.catalog().requiredTable("systemuser");
        Row signedIn = reads.row(users, request.userId());
        if (signedIn == null) {
            throw new Refusal(403, "0x80072560", "The user is not a member of the organization.");
        }
        String objectId = request.header(OBJECT_ID);
        String userId = request.header(USER_ID);
        if (objectId == null && userId == null) {
            return new Caller(enabled(users, signedIn), null);
        }
        UUID id = id(objectId == null ? String.valueOf(userId) : objectId);
        Row meant = objectId == null
                ? reads.row(users, id)
                : Members.findBy(reads, users.requiredColumn("azureactivedirectoryobjectid"), id);
        if (meant == null) {
            throw objectId == null
                    ? Refusals.rowAbsent("systemuser", id)
                    : new Refusal(403, "0x80072560", "The user is not a member of the organization.");
        }
        return new Caller(enabled(users, meant), enabled(users, signedIn));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "0x80040203", "The header of the impersonated user is no GUID: " + text + ".");
        }
    }

    private static Row enabled(Table users, Row user) {
        Column disabled = users.requiredColumn("isdisabled");
        Column unit = users.requiredColumn("businessunitid");
        if (Boolean.TRUE.equals(user.get(disabled)) || user.get(unit) == null) {
            throw new Refusal(
                    403,
                    "0x80040225",
                    "The specified user(Id = " + user.id()
                            + ") is either disabled or is not a member of any business unit.");
        }
        return user;
    }

    public @Nullable UUID businessUnit(Catalog catalog) {
        return user.get(catalog.requiredTable("systemuser").requiredColumn("businessunitid")) instanceof Reference unit
                ? unit.id()
                : null;
    }

    public UUID id() {
        return user.id();
    }
}
