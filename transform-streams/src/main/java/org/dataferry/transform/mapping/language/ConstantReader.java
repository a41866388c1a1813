package org.dataferry.transform.mapping.language;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/** Constants as YAML knows them: text, whole number, decimal number (exact), true or false, null. */
final class ConstantReader extends StdDeserializer<Value> {

    ConstantReader() {
        super(Value.class);
    }

    @Override
    public Value deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Value.Text(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> new Value.Whole(parser.getLongValue());
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> new Value.Decimal(parser.getDecimalValue());
                };
            case VALUE_NUMBER_FLOAT -> new Value.Decimal(parser.getDecimalValue());
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_FALSE -> new Value.Bool(false);
            default ->
                throw JsonMappingException.from(
                        parser, "a constant is a text, a number, true, false or null, not a list or an object");
        };
    }

    @Override
    public Value getNullValue(DeserializationContext context) {
        return Value.NULL;
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
