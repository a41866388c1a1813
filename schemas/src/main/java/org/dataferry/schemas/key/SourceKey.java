package org.dataferry.schemas.key;

import java.util.List;
import org.dataferry.schemas.value.Value;

/**
 * The primary key of a source row: its values, in the order of the key's columns.
 *
 * <p>Its {@link #text() canonical text} is the Kafka key of the row's changes. Two keys are the same row if and only if
 * their texts are equal; texts sort, as UTF-8 bytes, as the keys do component by component.
 */
public record SourceKey(List<Value> components) {

    public SourceKey {
        components = List.copyOf(components);
        if (components.isEmpty()) {
            throw new KeyFormatException("a source key needs at least one component");
        }
        for (Value component : components) {
            KeyComponents.requireUsable(component);
        }
    }

    public static SourceKey of(Value... components) {
        return new SourceKey(List.of(components));
    }

    /** Reads a canonical text back. */
    public static SourceKey parse(String text) {
        return new SourceKey(KeyComponents.parse(text));
    }

    /** The canonical text, for example {@code tALFKI} or {@code ie10248!ia3}. */
    public String text() {
        return KeyComponents.format(components);
    }

    @Override
    public String toString() {
        return text();
    }
}
