package org.dataferry.control.soak.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/** What the primary key of a table looks like; the application counts its keys, and each number is another key. */
public enum KeyKind {
    WHOLE(List.of("integer")) {
        @Override
        List<String> texts(int number) {
            return List.of(Integer.toString(number));
        }
    },
    /** Keys that differ in case or accent alone are others to PostgreSQL and the same to Dataverse. */
    TEXT(List.of("varchar(40)")) {
        @Override
        List<String> texts(int number) {
            List<String> alike = List.of("zoë ", "Zoë ", "zoe ", "ZOË ");
            return List.of(alike.get(number % alike.size()) + number / alike.size());
        }
    },
    PAIR(List.of("integer", "varchar(40)")) {
        @Override
        List<String> texts(int number) {
            List<String> alike = List.of("k", "K", "ķ");
            return List.of(Integer.toString(number / alike.size()), alike.get(number % alike.size()));
        }
    };

    private final List<String> types;

    KeyKind(List<String> types) {
        this.types = types;
    }

    /** The parts of the key as PostgreSQL shows them. */
    abstract List<String> texts(int number);

    /** The columns of such a key where it, or what names it, is called so. */
    public List<String> columns(String name) {
        return types.size() == 1
                ? List.of(name)
                : IntStream.rangeClosed(1, types.size())
                        .mapToObj(part -> name + "_" + part)
                        .toList();
    }

    /** The types of the parts, as PostgreSQL writes them. */
    public List<String> types() {
        return types;
    }

    List<String> declarations(String name) {
        List<String> columns = columns(name);
        return IntStream.range(0, types.size())
                .mapToObj(part -> columns.get(part) + " " + types.get(part))
                .toList();
    }

    /** The parts of a number's key, by the columns of a key of that name. */
    Map<String, String> values(String name, int number) {
        List<String> columns = columns(name);
        List<String> texts = texts(number);
        Map<String, String> values = new LinkedHashMap<>();
        IntStream.range(0, columns.size()).forEach(part -> values.put(columns.get(part), texts.get(part)));
        return values;
    }

    /** An expression of CEL that gives the parts with a stroke between them. */
    String cel(String name) {
        List<String> columns = columns(name);
        return String.join(
                " + '/' + ",
                IntStream.range(0, types.size())
                        .mapToObj(part -> types.get(part).equals("integer")
                                ? "string(" + columns.get(part) + ")"
                                : columns.get(part))
                        .toList());
    }

    /** @param texts the parts as PostgreSQL shows them */
    public SourceKey key(List<String> texts) {
        return new SourceKey(IntStream.range(0, types.size())
                .<Value>mapToObj(part -> types.get(part).equals("integer")
                        ? new Value.Whole(Long.parseLong(texts.get(part)))
                        : new Value.Text(texts.get(part)))
                .toList());
    }
}
