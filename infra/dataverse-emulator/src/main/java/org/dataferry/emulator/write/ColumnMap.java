package org.dataferry.emulator.write;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.dataferry.emulator.metadata.Column;
import org.jspecify.annotations.Nullable;

/**
 * Something for some columns of one table, at the columns' places in an array: a bulk request reads and copies thousands of these.
 * Null is a value. Not thread-safe.
 */
final class ColumnMap<V extends @Nullable Object> extends AbstractMap<Column, V> {
    private @Nullable Column[] columns;
    private @Nullable Object[] values;
    private int size;

    /** @param width how many columns the table has */
    ColumnMap(int width) {
        columns = new Column[width];
        values = new Object[width];
    }

    static <V extends @Nullable Object> ColumnMap<V> copyOf(Map<Column, ? extends V> other) {
        ColumnMap<V> copy = new ColumnMap<>(0);
        if (other instanceof ColumnMap<? extends V> map) {
            copy.columns = map.columns.clone();
            copy.values = map.values.clone();
            copy.size = map.size;
        } else {
            copy.putAll(other);
        }
        return copy;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof Column column && column.equals(at(column.ordinal()));
    }

    @Override
    @SuppressWarnings("unchecked") // only put stores values
    public @Nullable V get(@Nullable Object key) {
        return containsKey(key) ? (V) values[((Column) key).ordinal()] : null;
    }

    @Override
    public @Nullable V put(Column column, V value) {
        int place = column.ordinal();
        if (place >= columns.length) {
            columns = Arrays.copyOf(columns, place + 1);
            values = Arrays.copyOf(values, place + 1);
        }
        V before = get(column);
        if (columns[place] == null) {
            size++;
        }
        columns[place] = column;
        values[place] = value;
        return before;
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        V before = get(key);
        if (containsKey(key)) {
            int place = ((Column) key).ordinal();
            columns[place] = null;
            values[place] = null;
            size--;
        }
        return before;
    }

    @Override
    public Set<Entry<Column, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Column, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private @Nullable Column at(int ordinal) {
        return ordinal < columns.length ? columns[ordinal] : null;
    }

    private final class Entries implements Iterator<Entry<Column, V>> {
        private int place = next(0);

        @Override
        public boolean hasNext() {
            return place < columns.length;
        }

        @Override
        @SuppressWarnings("unchecked") // only put stores values
        public Entry<Column, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var entry = new SimpleImmutableEntry<Column, V>(columns[place], (V) values[place]);
            place = next(place + 1);
            return entry;
        }

        private int next(int from) {
            int next = from;
            while (next < columns.length && columns[next] == null) {
                next++;
            }
            return next;
        }
    }
}
