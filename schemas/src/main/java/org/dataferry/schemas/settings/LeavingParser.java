package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes over some fields of a text, as if they were not there; all others stand where they do in the text. */
final class LeavingParser extends JsonParserDelegate {

    private final Set<List<String>> left;

    /** @param left paths of fields, as {@link YamlText.Place#steps} has them */
    LeavingParser(JsonParser parser, Set<List<String>> left) {
        super(parser);
        this.left = left;
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        JsonToken token = delegate.nextToken();
        while (token == JsonToken.FIELD_NAME && left.contains(YamlText.steps(delegate))) {
            delegate.nextToken();
            delegate.skipChildren();
            token = delegate.nextToken();
        }
        return token;
    }

    @Override
    public @Nullable JsonToken nextValue() throws IOException {
        JsonToken token = nextToken();
        return token == JsonToken.FIELD_NAME ? nextToken() : token;
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
        return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
    }

    @Override
    public boolean nextFieldName(SerializableString name) throws IOException {
        return nextToken() == JsonToken.FIELD_NAME && name.getValue().equals(currentName());
    }

    @Override
    public @Nullable String nextTextValue() throws IOException {
        return nextToken() == JsonToken.VALUE_STRING ? getText() : null;
    }
}
