package org.dataferry.emulator.write;

import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.files.Content;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.security.Right;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/** Puts contents into file columns and takes them out. An image's content is followed by its thumbnail, the last block. */
public final class FileWrites {
    private final RowWrites writes;

    public FileWrites(RowWrites writes) {
        this.writes = writes;
    }

    /** That the caller may put a content there; the row's id. */
    public UUID require(WriteUnit unit, ApiRequest request, RowAddress address) {
        RowWriter writer = writes.writer(unit, request);
        Row row = writer.require(address);
        writer.access().require(Right.Write, address.table(), row);
        return row.id();
    }

    /** @param content null to clear the column */
    public void set(WriteUnit unit, ApiRequest request, RowAddress address, Column column, @Nullable Content content) {
        RowWriter writer = writes.writer(unit, request);
        Row before = writer.require(address);
        writer.access().require(Right.Write, address.table(), before);
        Row row = before.copy();
        replace(writer, address.table(), column, before, row, content);
        writer.touch(address.table(), before, row);
    }

    static void replace(
            RowWriter writer, Table table, Column column, @Nullable Row before, Row row, @Nullable Content content) {
        if (before != null && before.get(column) instanceof UUID old) {
            writer.unit().removeContent(old);
        }
        row.set(column, content == null ? null : content.id());
        String name = column.logicalName();
        RowWriter.set(table, row, name + "_name", content == null ? null : content.name());
        RowWriter.set(table, row, name + "id", content == null ? null : content.id());
        RowWriter.set(
                table,
                row,
                name + "_timestamp",
                content == null ? null : writer.now().toEpochMilli());
        RowWriter.set(
                table,
                row,
                name + "_url",
                content == null
                        ? null
                        : "/Image/download.aspx?Entity=" + table.logicalName() + "&Attribute=" + name + "&Id="
                                + row.id() + "&Timestamp=" + writer.now().toEpochMilli());
    }
}
