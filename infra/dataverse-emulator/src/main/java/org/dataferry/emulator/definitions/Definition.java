package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One definition as JSON.
 *
 * @param type the metadata type, such as EntityMetadata, for messages
 * @param navigation what $expand can add: a list of definitions, or a plain node
 */
record Definition(String type, ObjectNode properties, Map<String, Supplier<Expanded>> navigation) {

    sealed interface Expanded {
        record Many(List<Definition> definitions) implements Expanded {}

        record Plain(JsonNode node) implements Expanded {}
    }
}
