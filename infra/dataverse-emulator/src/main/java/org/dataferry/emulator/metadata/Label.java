package org.dataferry.emulator.metadata;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text for people in the languages that it is given in.
 *
 * <p>Source: Microsoft's reference of Label and LocalizedLabel.
 *
 * @param texts by language code (LCID); empty if there is no text
 */
public record Label(@JsonValue SortedMap<Integer, String> texts) {
    /** The language of every user and of the organization. */
    public static final int ENGLISH = 1033;

    public static final Label NONE = new Label(Collections.emptySortedMap());

    public Label {
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    public static Label of(String english) {
        return new Label(new TreeMap<>(Map.of(ENGLISH, english)));
    }

    /** @param stored the texts by language, or one English text as folders of earlier versions have it */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Label stored(Object stored) {
        SortedMap<Integer, String> texts = new TreeMap<>();
        if (stored instanceof Map<?, ?> byLanguage) {
            byLanguage.forEach((language, text) -> texts.put(Integer.valueOf(language.toString()), text.toString()));
        } else {
            texts.put(ENGLISH, stored.toString());
        }
        return new Label(texts);
    }

    /** The English text, or that of the first other language; empty if there is none. */
    public String text() {
        return texts.isEmpty() ? "" : texts.getOrDefault(ENGLISH, texts.get(texts.firstKey()));
    }

    /** These texts, with those of the other label in the place of texts in the same language. */
    public Label with(Label newer) {
        SortedMap<Integer, String> both = new TreeMap<>(texts);
        both.putAll(newer.texts);
        return new Label(both);
    }
}
