package org.dataferry.schemas.identity;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.RowId;

/** Which row of the target a row id is, or why there is none. */
public sealed interface Identity {

    /** The last version of the row that the target has, or had; 0 if Ferry never wrote it. */
    long version();

    /**
     * The row is in the target.
     *
     * @param guid empty where the answer to the write did not tell it and nobody asked yet
     * @param rowVersion the ETag that the target gave the row with Ferry's last write; empty where nobody asked, as what
     *     people change in such rows is overwritten
     */
    record Present(Optional<UUID> guid, long version, Origin origin, Optional<String> rowVersion) implements Identity {
        public Present {
            requireVersion(version);
        }

        public Present(Optional<UUID> guid, long version, Origin origin) {
            this(guid, version, origin, Optional.empty());
        }

        /** Ferry did not make the row and has not written it in this migration: what it holds, nobody else keeps. */
        public boolean isUnwritten() {
            return origin != Origin.CREATED_BY_FERRY && version == 0;
        }

        /** The row holds nothing of Ferry's yet, not even its key. */
        public boolean isUntouched() {
            return origin == Origin.ADOPTED && version == 0;
        }
    }

    /** Ferry removed the row. */
    record Deleted(long version) implements Identity {
        public Deleted {
            requireVersion(version);
        }
    }

    /** The row was there and is not any more, and Ferry did not remove it. */
    record Gone(long version) implements Identity {
        public Gone {
            requireVersion(version);
        }
    }

    /** There is no row because its write waits for another row. */
    record Parked(long version) implements Identity {
        public Parked {
            requireVersion(version);
        }
    }

    /** There is no row because its write was refused; or it was lost, and is not written anew by itself. */
    record Rejected(long version) implements Identity {
        public Rejected {
            requireVersion(version);
        }
    }

    /**
     * A source row has no row of its own: another stands for it, which it shares with those that merge into it.
     *
     * @param into the row that whoever names the source row means
     */
    record MergedInto(RowId into) implements Identity {

        /** Ferry never writes a row of its own. */
        @Override
        public long version() {
            return 0;
        }
    }

    private static void requireVersion(long version) {
        if (version < 0) {
            throw new SchemasException("the version of an identity is 0 or more, not " + version);
        }
    }

    /** How the row came to be in the target. */
    enum Origin {
        CREATED_BY_FERRY,
        /**
         * It had Ferry's key: before this migration began, as an earlier one made it; or it was adopted, and a write that
         * never was answered gave it the key.
         */
        FOUND,
        /** Others made it, and it was known again by its values. */
        ADOPTED
    }
}
