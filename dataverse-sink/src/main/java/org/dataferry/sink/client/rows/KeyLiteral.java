package org.dataferry.sink.client.rows;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.dataferry.sink.client.protocol.UrlText;

/** The value of a key column, as it is written in an address. Only text is quoted. */
public sealed interface KeyLiteral {
    /** As OData writes it, not yet percent-encoded. */
    String text();

    record Text(String value) implements KeyLiteral {
        @Override
        public String text() {
            return UrlText.quote(value);
        }
    }

    record Number(BigDecimal value) implements KeyLiteral {
        @Override
        public String text() {
            return value.toPlainString();
        }
    }

    record Guid(UUID value) implements KeyLiteral {
        @Override
        public String text() {
            return value.toString();
        }
    }

    record Day(LocalDate value) implements KeyLiteral {
        @Override
        public String text() {
            return value.toString();
        }
    }

    record Moment(Instant value) implements KeyLiteral {
        @Override
        public String text() {
            return value.toString();
        }
    }
}
