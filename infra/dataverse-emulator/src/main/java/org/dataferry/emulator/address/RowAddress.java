package org.dataferry.emulator.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Which row a request means. */
public sealed interface RowAddress {
    Table table();

    /** As it was written, such as {@code accounts(accountnumber='A1')}. */
    String text();

    @Nullable Row find(RowReads reads);

    /** The id of the row if it is there; cheaper than reading it. */
    @Nullable UUID locate(RowReads reads);

    /** The refusal for a row that is not there. */
    Refusal absent();

    record ById(Table table, UUID id) implements RowAddress {
        @Override
        public String text() {
            return table.entitySet() + "(" + id + ")";
        }

        @Override
        public @Nullable Row find(RowReads reads) {
            return reads.row(table, id);
        }

        @Override
        public @Nullable UUID locate(RowReads reads) {
            return reads.exists(table, id) ? id : null;
        }

        @Override
        public Refusal absent() {
            return Refusals.rowAbsent(table.logicalName(), id);
        }
    }

    /** @param values of the key's columns */
    record ByKey(Table table, AlternateKey key, Map<Column, Object> values, String text) implements RowAddress {
        public ByKey {
            values = Map.copyOf(values);
        }

        @Override
        public @Nullable Row find(RowReads reads) {
            UUID id = locate(reads);
            return id == null ? null : reads.row(table, id);
        }

        @Override
        public @Nullable UUID locate(RowReads reads) {
            List<Object> ordered = new ArrayList<>();
            for (String name : key.columns()) {
                values.forEach((column, value) -> {
                    if (column.logicalName().equals(name)) {
                        ordered.add(value);
                    }
                });
            }
            return reads.idByKey(key, ordered);
        }

        @Override
        public Refusal absent() {
            return Refusals.keyAbsent(table.logicalName());
        }
    }
}
