package org.dataferry.emulator.metadata;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.dataferry.emulator.metadata.Relationship.OnDelete;
import org.dataferry.emulator.metadata.TableBuilder.Target;

/**
 * What comes with an amount: the row's currency, its rate, and per amount its value in the base currency.
 *
 * <p>Source: Microsoft's page "Transaction currency (currency) entity".
 */
public final class MoneyColumns {
    static final ColumnType RATE =
            new ColumnType.DecimalNumber(10, new BigDecimal("0.0000000001"), new BigDecimal("100000000000"));
    private static final BigDecimal BOUND = new BigDecimal("922337203685477");
    static final ColumnType TYPE = new ColumnType.Money(2, BOUND.negate(), BOUND);

    private MoneyColumns() {}

    static ColumnType base(String schemaName) {
        return new ColumnType.Money(4, BOUND.negate(), BOUND, schemaName.toLowerCase(Locale.ROOT));
    }

    /** The catalogue with the columns that a new amount of a custom table brings with it. */
    public static Catalog withCompanions(Catalog catalog, String tableName, Column amount) {
        Catalog more = catalog;
        if (more.requiredTable(tableName).column("transactioncurrencyid") == null) {
            TableBuilder builder = TableBuilder.moreOf(more.requiredTable(tableName))
                    .lookup(
                            "TransactionCurrencyId",
                            "Lookup",
                            List.of(new Target("transactioncurrency", "", OnDelete.Restrict)),
                            "None",
                            TableBuilder.Writable.Always)
                    .readOnly("ExchangeRate", RATE);
            more = builder.completing(more);
        }
        TableBuilder builder = TableBuilder.moreOf(more.requiredTable(tableName))
                .readOnly(amount.schemaName() + "_Base", base(amount.schemaName()));
        return builder.completing(more);
    }
}
