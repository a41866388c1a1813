package org.dataferry.emulator.metadata;

import java.util.LinkedHashMap;
import java.util.Map;

/** The read-only columns beside a file or an image. Source: Microsoft's pages "File columns" and "Image columns". */
public final class FileColumns {
    private FileColumns() {}

    /** By schema name. */
    public static Map<String, ColumnType> companionsOfImage(String schemaName) {
        Map<String, ColumnType> companions = new LinkedHashMap<>();
        companions.put(schemaName + "Id", new ColumnType.UniqueIdentifier());
        companions.put(schemaName + "_Timestamp", new ColumnType.BigInt());
        companions.put(schemaName + "_URL", new ColumnType.Text(200, "Url"));
        return companions;
    }

    public static Map<String, ColumnType> companionsOfFile(String schemaName) {
        return Map.of(schemaName + "_Name", new ColumnType.Text(255, "Text"));
    }

    /** The catalogue with the columns that a new file or image of a custom table brings with it. */
    public static Catalog withCompanions(Catalog catalog, String tableName, Column content) {
        TableBuilder builder = TableBuilder.moreOf(catalog.requiredTable(tableName));
        Map<String, ColumnType> companions = content.type() instanceof ColumnType.Image
                ? companionsOfImage(content.schemaName())
                : companionsOfFile(content.schemaName());
        companions.forEach(builder::readOnly);
        return builder.completing(catalog);
    }
}
