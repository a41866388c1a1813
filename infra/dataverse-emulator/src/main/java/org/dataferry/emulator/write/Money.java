package org.dataferry.emulator.write;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * The currency of a row, its rate at the time of the write, and the amounts in the base currency.
 *
 * <p>Source: Microsoft's page "Transaction currency (currency) entity": a row without a currency takes its user's or the organization's,
 * and keeps the rate that held when its money or currency was last written.
 */
public final class Money {
    /** The organization's currency, whose rate is 1 for ever. */
    public static final UUID BASE_CURRENCY = TableBuilder.idOf("base currency");

    /** As SQL Server's money has them. */
    private static final int DECIMALS = 4;

    private Money() {}

    static void set(WriteUnit unit, Row user, RowPatch patch, @Nullable Row before, Row row) {
        Table table = patch.table();
        Column rateColumn = table.column("exchangerate");
        Column currencyColumn = table.column("transactioncurrencyid");
        if (rateColumn == null
                || currencyColumn == null
                || !(currencyColumn.type() instanceof ColumnType.Lookup)
                || before != null && !touches(patch, currencyColumn)) {
            return;
        }
        if (row.get(currencyColumn) == null && hasAmount(table, row)) {
            row.set(currencyColumn, currency(unit, user));
        }
        BigDecimal rate = row.get(currencyColumn) instanceof Reference currency ? rate(unit, currency) : null;
        row.set(rateColumn, rate);
        for (Column column : table.columns()) {
            if (column.type() instanceof ColumnType.Money money && money.calculationOf() != null) {
                Object amount = row.get(table.requiredColumn(money.calculationOf()));
                row.set(
                        column,
                        amount instanceof BigDecimal number && rate != null
                                ? number.divide(rate, DECIMALS, RoundingMode.HALF_EVEN)
                                : null);
            }
        }
    }

    private static boolean touches(RowPatch patch, Column currency) {
        return patch.mentions(currency)
                || patch.values().keySet().stream().anyMatch(column -> column.type() instanceof ColumnType.Money);
    }

    private static boolean hasAmount(Table table, Row row) {
        return table.columns().stream()
                .anyMatch(column -> column.type() instanceof ColumnType.Money && row.get(column) != null);
    }

    private static Object currency(WriteUnit unit, Row user) {
        Object own = user.get(unit.catalog().requiredTable("systemuser").requiredColumn("transactioncurrencyid"));
        return own != null
                ? own
                : new Reference(
                        unit.catalog().requiredTable("transactioncurrency").number(), BASE_CURRENCY);
    }

    private static @Nullable BigDecimal rate(WriteUnit unit, Reference reference) {
        Table currencies = unit.catalog().requiredTable("transactioncurrency");
        Row currency = unit.row(currencies, reference.id());
        return currency != null && currency.get(currencies.requiredColumn("exchangerate")) instanceof BigDecimal rate
                ? rate
                : null;
    }
}
