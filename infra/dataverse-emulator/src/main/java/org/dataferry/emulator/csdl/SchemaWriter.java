package org.dataferry.emulator.csdl;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;

/** Writes the schema: {@code schema.xml}, with the catalogue's tables before its entity container and their sets in it. */
final class SchemaWriter {
    private static final String EDM = "http://docs.oasis-open.org/odata/ns/edm";
    private static final String RESOURCE = "schema.xml";
    private static final XMLInputFactory XML = XMLInputFactory.newFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private final XMLStreamWriter out;
    private final Catalog catalog;
    private final EntityTypes types;
    private final EntitySets sets;

    SchemaWriter(XMLStreamWriter out, Catalog catalog, boolean annotated) {
        this.out = out;
        this.catalog = catalog;
        NavigationProperties navigations = new NavigationProperties(catalog);
        types = new EntityTypes(out, navigations, annotated);
        sets = new EntitySets(out, navigations);
    }

    void write() throws XMLStreamException {
        try (InputStream in = SchemaWriter.class.getResourceAsStream(RESOURCE)) {
            XMLStreamReader reader = XML.createXMLStreamReader(in);
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(reader);
                    case XMLStreamConstants.END_ELEMENT -> out.writeEndElement();
                    default -> {
                        // Comments and blanks between elements are for readers of the resource.
                    }
                }
            }
        } catch (IOException e) {
            throw new EmulatorException("Cannot read the resource " + RESOURCE + ": " + e.getMessage(), e);
        }
    }

    private void start(XMLStreamReader reader) throws XMLStreamException {
        String name = reader.getLocalName();
        boolean container = name.equals("EntityContainer");
        if (container) {
            for (Table table : catalog.tables()) {
                types.write(table);
            }
        }
        out.writeStartElement(name);
        if (name.equals("Schema")) {
            out.writeDefaultNamespace(EDM);
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            out.writeAttribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        if (container) {
            for (Table table : catalog.tables()) {
                sets.write(table);
            }
        }
    }
}
