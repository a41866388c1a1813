package org.dataferry.transform.row;

import java.util.Arrays;
import java.util.List;
import org.dataferry.schemas.key.RowId;

/**
 * Which rows of a task name which rows: so that a row that comes, or comes back as another one, finds those that have to
 * hear of it. In the order of the named rows.
 */
public interface References {

    void put(RowId named, RowId by, Mark mark);

    void remove(RowId named, RowId by);

    /** References to one row, those after {@code after} in their order; from the first if it is empty. */
    List<Reference> to(RowId named, String after, int most);

    /** All references, those after {@code after}. */
    List<Reference> all(String after, int most);

    /** @param position to go on after it */
    record Reference(RowId named, RowId by, Mark mark, String position) {}

    /** How the row is named: it is waited for, bound by its key alone, or bound by these 16 bytes of a GUID. */
    record Mark(byte[] bytes) {

        public static final Mark WAITING = new Mark(new byte[] {0});
        public static final Mark BY_KEY = new Mark(new byte[] {1});

        public boolean isWaiting() {
            return equals(WAITING);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Mark mark && Arrays.equals(bytes, mark.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
