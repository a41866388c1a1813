package org.dataferry.schemas.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map by name that does not change and keeps its order: the columns of a row. One array for names, one for values and a small
 * index, since each row that passes makes several, with dozens of columns.
 */
public final class OrderedMap<V> extends AbstractMap<String, V> {

    private static final Object PRESENT = new Object();
    private static final short FREE = -1;

    private final String[] names;
    private final Object[] values;
    private final short[] index;
    private final Names nameSet = new Names();

    private OrderedMap(String[] names, Object[] values, short[] index) {
        this.names = names;
        this.values = values;
        this.index = index;
    }

    public static <V> OrderedMap<V> of() {
        return new Builder<V>(0).build();
    }

    /** The same content in the same order; the map itself if it is one of these. */
    @SuppressWarnings("unchecked") // Nothing can be put into it, so that values of a subtype do no harm.
    public static <V> OrderedMap<V> copyOf(Map<String, ? extends V> map) {
        if (map instanceof OrderedMap<? extends V> same) {
            return (OrderedMap<V>) same;
        }
        Builder<V> builder = new Builder<>(map.size());
        map.forEach(builder::put);
        return builder.build();
    }

    /** The same names in the same order; the set itself if it is the {@link #keySet} of one of these. */
    public static Set<String> copyOf(Set<String> names) {
        if (names instanceof OrderedMap<?>.Names same) {
            return same;
        }
        return setOf(names);
    }

    /** The names in their order; one that comes again is left out. */
    public static Set<String> setOf(Collection<String> names) {
        Builder<Object> builder = new Builder<>(names.size());
        names.forEach(name -> builder.put(name, PRESENT));
        return builder.build().keySet();
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    @SuppressWarnings("unchecked") // Only values of this type were put.
    public @Nullable V get(@Nullable Object name) {
        int at = find(names, index, name);
        return at < 0 ? null : (V) values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return find(names, index, name) >= 0;
    }

    @Override
    @SuppressWarnings("unchecked") // Only values of this type were put.
    public void forEach(BiConsumer<? super String, ? super V> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], (V) values[i]);
        }
    }

    @Override
    public Set<String> keySet() {
        return nameSet;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return new Steps<>() {
                    @Override
                    @SuppressWarnings("unchecked") // Only values of this type were put.
                    Entry<String, V> at(int i) {
                        return new SimpleImmutableEntry<>(names[i], (V) values[i]);
                    }
                };
            }
        };
    }

    private static int find(String[] names, short[] index, @Nullable Object name) {
        if (name == null) {
            return -1;
        }
        for (int slot = slot(name, index); index[slot] != FREE; slot = (slot + 1) & (index.length - 1)) {
            if (name.equals(names[index[slot]])) {
                return index[slot];
            }
        }
        return -1;
    }

    private static int slot(Object name, short[] index) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (index.length - 1);
    }

    /** Collects columns; a name that comes again keeps its place and takes the new value. */
    public static final class Builder<V> {

        private String[] names;
        private Object[] values;
        private short[] index;
        private int size;

        /** @param expected how many there will be; more are no fault */
        public Builder(int expected) {
            names = new String[expected];
            values = new Object[expected];
            index = emptyIndex(expected);
        }

        public void put(String name, V value) {
            int known = find(names, index, name);
            if (known >= 0) {
                values[known] = value;
                return;
            }
            if (size == names.length) {
                grow();
            }
            names[size] = name;
            values[size] = value;
            enter(size++);
        }

        public OrderedMap<V> build() {
            boolean full = size == names.length;
            return new OrderedMap<>(
                    full ? names : Arrays.copyOf(names, size), full ? values : Arrays.copyOf(values, size), index);
        }

        private void enter(int at) {
            int slot = slot(names[at], index);
            while (index[slot] != FREE) {
                slot = (slot + 1) & (index.length - 1);
            }
            index[slot] = (short) at;
        }

        private void grow() {
            int larger = Math.max(8, size * 2);
            names = Arrays.copyOf(names, larger);
            values = Arrays.copyOf(values, larger);
            index = emptyIndex(larger);
            for (int i = 0; i < size; i++) {
                enter(i);
            }
        }

        /** At most half full, so that a search ends soon. */
        private static short[] emptyIndex(int size) {
            if (size > Short.MAX_VALUE) {
                throw new IllegalArgumentException("%d columns, at most %d fit".formatted(size, Short.MAX_VALUE));
            }
            short[] index = new short[Math.max(2, Integer.highestOneBit(Math.max(1, size)) * 4)];
            Arrays.fill(index, FREE);
            return index;
        }
    }

    private final class Names extends AbstractSet<String> {
        @Override
        public int size() {
            return names.length;
        }

        @Override
        public boolean contains(@Nullable Object name) {
            return containsKey(name);
        }

        @Override
        public Iterator<String> iterator() {
            return new Steps<>() {
                @Override
                String at(int i) {
                    return names[i];
                }
            };
        }
    }

    private abstract class Steps<T> implements Iterator<T> {
        private int next;

        abstract T at(int i);

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return at(next++);
        }
    }
}
