package org.dataferry.emulator.query.fetch;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dataferry.emulator.error.Refusal;
import org.jspecify.annotations.Nullable;

/** Goes through the elements of FetchXML. Document types and entities are not read at all, so that a query cannot reach for files or grow. */
final class FetchElements {
    private final XMLStreamReader xml;

    FetchElements(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        xml = factory.createXMLStreamReader(new StringReader(text));
    }

    /** Moves to the root, past comments and the like; false if it has another name. */
    boolean root(String name) throws XMLStreamException {
        while (xml.hasNext() && xml.next() != XMLStreamConstants.START_ELEMENT) {
            // Comments and the like.
        }
        return xml.isStartElement() && xml.getLocalName().equals(name);
    }

    String name() {
        return xml.getLocalName();
    }

    /** Moves to the next element within the present one; false at the end of the present one. */
    boolean nextChild() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
        return false;
    }

    void end() throws XMLStreamException {
        if (nextChild()) {
            throw unknown();
        }
    }

    String text() throws XMLStreamException {
        return xml.getElementText();
    }

    int attributes() {
        return xml.getAttributeCount();
    }

    String attributeName(int index) {
        return xml.getAttributeLocalName(index);
    }

    @Nullable String optional(String name) {
        return xml.getAttributeValue(null, name);
    }

    String required(String name) {
        String value = optional(name);
        if (value == null || value.isBlank()) {
            throw FetchReader.invalid("The required attribute '" + name + "' of " + name() + " is missing.");
        }
        return value;
    }

    boolean flag(String name) {
        String value = optional(name);
        return "true".equalsIgnoreCase(value) || "1".equals(value);
    }

    @Nullable Integer number(String name) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw FetchReader.invalid(
                    "The attribute '" + name + "' of fetch must be a whole number, not '" + value + "'.");
        }
    }

    Refusal unknown() {
        return FetchReader.invalid("The element '" + name() + "' can't stand here.");
    }
}
