package org.dataferry.sink.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;

/** Writes of the rows of one made-up table. */
public final class Writes {

    public static final TopicPartition PARTITION = new TopicPartition("writes", 0);

    private static final SourceTable TABLE = new SourceTable("crm", "public", "customers");

    private Writes() {}

    public static RowId row(String key) {
        return row("account", key);
    }

    public static RowId row(String entity, String key) {
        return new RowId.OfSource(entity, TABLE, SourceKey.of(Value.text(key)));
    }

    /** A write of all columns, which says what changed since version {@code basedOn}. */
    public static EntityWrite.UpsertRow upsert(
            RowId row, long version, OptionalLong basedOn, Map<String, Value> columns, Set<String> changed) {
        return upsert(row, version, basedOn, columns, Map.of(), changed);
    }

    /** A write of all columns and lookups. */
    public static EntityWrite.UpsertRow upsert(
            RowId row,
            long version,
            OptionalLong basedOn,
            Map<String, Value> columns,
            Map<String, LookupTarget> lookups,
            Set<String> changed) {
        return new EntityWrite.UpsertRow(id(row, version), version, basedOn, columns, lookups, changed, "1");
    }

    /** A write of all columns, based on nothing. */
    public static EntityWrite.UpsertRow upsert(RowId row, long version, Map<String, Value> columns) {
        return upsert(row, version, OptionalLong.empty(), columns, columns.keySet());
    }

    /** A write of a row with the column {@code name}, which is what changed since the version before. */
    public static EntityWrite.UpsertRow renamed(RowId row, long version, String name) {
        OptionalLong basedOn = version == 1 ? OptionalLong.empty() : OptionalLong.of(version - 1);
        return upsert(row, version, basedOn, columns("name", name, "city", "Essen"), Set.of("name"));
    }

    public static EntityWrite.DeleteRow delete(RowId row, long version) {
        return new EntityWrite.DeleteRow(id(row, version), version, "1");
    }

    public static EntityWrite.PatchLookup patch(RowId row, long version, String column, LookupTarget target) {
        WriteId id = new WriteId(cause(version), row, Part.LOOKUP, column);
        return new EntityWrite.PatchLookup(id, version, column, target, "1");
    }

    public static EntityWrite.SetState state(RowId row, long version, int state, int status) {
        return new EntityWrite.SetState(new WriteId(cause(version), row, Part.STATE), version, state, status, "1");
    }

    public static EntityWrite.SetFile file(RowId row, long version, String column, FileContent content) {
        WriteId id = new WriteId(cause(version), row, Part.FILE, column);
        return new EntityWrite.SetFile(id, version, content, "1");
    }

    public static EntityWrite.Link link(RowId.Link row, long version, LookupTarget from, LookupTarget to) {
        return new EntityWrite.Link(new WriteId(cause(version), row, Part.LINK), version, from, to, "1");
    }

    public static EntityWrite.Unlink unlink(RowId.Link row, long version, LookupTarget from, LookupTarget to) {
        return new EntityWrite.Unlink(new WriteId(cause(version), row, Part.LINK), version, from, to, "1");
    }

    public static QueuedWrite queued(EntityWrite write, long offset) {
        return new QueuedWrite(write, PARTITION, offset, false, Tries.NONE);
    }

    public static QueuedWrite doubted(EntityWrite write, long offset) {
        return new QueuedWrite(write, PARTITION, offset, true, Tries.NONE);
    }

    /** Text columns, from names and values in turn. */
    public static Map<String, Value> columns(String... namesAndValues) {
        Map<String, Value> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            columns.put(namesAndValues[i], Value.text(namesAndValues[i + 1]));
        }
        return columns;
    }

    private static WriteId id(RowId row, long version) {
        return new WriteId(cause(version), row, Part.ROW);
    }

    private static Cause cause(long version) {
        return new Cause.OfChange(new ChangeId(
                "test", TABLE, SourceKey.of(Value.text("k")), new SourcePosition.InLog(1, version, version, 0)));
    }
}
