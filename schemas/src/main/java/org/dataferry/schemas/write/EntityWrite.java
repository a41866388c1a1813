package org.dataferry.schemas.write;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.OrderedMap;
import org.dataferry.schemas.value.Value;

/**
 * What we ask Dataverse to do with one row. Mapping, defaulting and lookup resolution are done before it.
 *
 * <p>Writes of one row are in the order of their {@link #version() versions}: a number given by the task that owns the
 * row, counted per row id and never reused, also not after a delete. An older version never overwrites a newer one.
 */
public sealed interface EntityWrite {

    WriteId id();

    /** The version of the row that this write makes; from 1. */
    long version();

    /** The version of the mapping that made it. */
    String mappingVersion();

    default RowId row() {
        return id().row();
    }

    /**
     * Create the row or bring it up to date.
     *
     * @param columns the full image: each mapped column by logical name; absent ones are not known and are never sent
     * @param lookups the full image of the lookups: column by logical name to the row it names; null clears it
     * @param changed the columns and lookups that differ from version {@code basedOn}
     * @param basedOn the version that {@code changed} is relative to; empty if only the full image may be sent
     */
    record UpsertRow(
            WriteId id,
            long version,
            OptionalLong basedOn,
            Map<String, Value> columns,
            Map<String, LookupTarget> lookups,
            Set<String> changed,
            String mappingVersion)
            implements EntityWrite {

        public UpsertRow {
            requireVersion(version);
            requirePart(id, Part.ROW);
            columns = OrderedMap.copyOf(columns);
            lookups = OrderedMap.copyOf(lookups);
            changed = OrderedMap.copyOf(changed);
            for (String column : changed) {
                if (columns.containsKey(column) == lookups.containsKey(column)) {
                    throw new SchemasException("write " + id + " says that " + column
                            + " changed; that is to be one of its columns or one of its lookups");
                }
            }
            if (basedOn.isPresent() && basedOn.getAsLong() >= version) {
                throw new SchemasException("write " + id + " of version " + version + " is based on version "
                        + basedOn.getAsLong() + ", which is not before it");
            }
        }
    }

    /** Remove the row. That it is gone already is success. */
    record DeleteRow(WriteId id, long version, String mappingVersion) implements EntityWrite {
        public DeleteRow {
            requireVersion(version);
            requirePart(id, Part.ROW);
        }
    }

    /**
     * Set a lookup that the row's own write left out because its target comes later in a cycle. Like every version of the
     * row it is relative to the one before it; unlike {@link UpsertRow} it cannot make the row.
     */
    record PatchLookup(WriteId id, long version, String column, LookupTarget target, String mappingVersion)
            implements EntityWrite {
        public PatchLookup {
            requireVersion(version);
            requirePart(id, Part.LOOKUP);
            if (!id.column().equals(column)) {
                throw new SchemasException("write " + id + " is about " + id.column() + ", but patches " + column);
            }
        }
    }

    /**
     * Set the state and status of a row, once their phase is open. It does not make the row, and is independent of the
     * versions of its columns: only a later state or the row's removal supersedes it.
     *
     * @param status -1 for the one that the target gives to rows of that state
     */
    record SetState(WriteId id, long version, int state, int status, String mappingVersion) implements EntityWrite {
        public SetState {
            requireVersion(version);
            requirePart(id, Part.STATE);
        }
    }

    /**
     * Set or empty a file column of a row, once the row is there. It does not make the row, and is independent of the
     * versions of its columns: only a later write of the same column or the row's removal supersedes it.
     */
    record SetFile(WriteId id, long version, FileContent content, String mappingVersion) implements EntityWrite {
        public SetFile {
            requireVersion(version);
            requirePart(id, Part.FILE);
        }

        /** The logical name of the file column. */
        public String column() {
            return id.column();
        }
    }

    /** Link two rows, both known to exist. That they are linked already is success. */
    record Link(WriteId id, long version, LookupTarget from, LookupTarget to, String mappingVersion)
            implements EntityWrite {
        public Link {
            requireVersion(version);
            requireLink(id);
            requireEnd(id, from);
            requireEnd(id, to);
        }
    }

    /** Unlink two rows. That they are not linked, or that one of them is gone, is success. */
    record Unlink(WriteId id, long version, LookupTarget from, LookupTarget to, String mappingVersion)
            implements EntityWrite {
        public Unlink {
            requireVersion(version);
            requireLink(id);
            requireEnd(id, from);
            requireEnd(id, to);
        }
    }

    private static void requireVersion(long version) {
        if (version < 1) {
            throw new SchemasException("versions count from 1, not " + version);
        }
    }

    private static void requirePart(WriteId id, Part part) {
        if (id.part() != part) {
            throw new SchemasException("write " + id + " is of part " + id.part() + ", expected " + part);
        }
    }

    private static void requireEnd(WriteId id, LookupTarget end) {
        if (end instanceof LookupTarget.None) {
            throw new SchemasException("write " + id + " is of a link, but does not name both of its rows");
        }
    }

    private static void requireLink(WriteId id) {
        requirePart(id, Part.LINK);
        if (!(id.row() instanceof RowId.Link)) {
            throw new SchemasException("write " + id + " links, but its row id is not that of a link");
        }
    }
}
