package org.dataferry.emulator.csdl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.ApiResponse;
import org.dataferry.emulator.message.UrlText;
import org.dataferry.emulator.metadata.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET $metadata}: all tables, actions and functions in CSDL 4.0. A document is written once for a catalogue.
 *
 * <p>Source: Microsoft's page "Web API service documents" and those that it leads to.
 */
public final class MetadataDocument {
    private static final String EDMX = "http://docs.oasis-open.org/odata/ns/edmx";
    private static final Set<String> ACCEPTED = Set.of("application/xml", "application/*", "*/*");
    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    /** The vocabularies whose terms annotate the schema, and where they are. */
    private static final Map<String, String> KEYS =
            Map.of("OData.Community.Keys.V1", "http://vocabularies.odata.org/OData.Community.Keys.V1.xml");

    private static final Map<String, String> CORE = Map.of(
            "Org.OData.Core.V1", "http://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/Org.OData.Core.V1.xml");

    private record Written(Catalog catalog, byte[] bytes) {}

    private volatile @Nullable Written plain;
    private volatile @Nullable Written annotated;

    public ApiResponse answer(ApiRequest request, Catalog catalog) {
        if (!request.method().equals("GET")) {
            throw Refusals.methodNotAllowed(request.method(), "$metadata");
        }
        if (!acceptsXml(request.headers().getOrDefault("Accept", "*/*"))) {
            throw Refusals.notEmulated("$metadata in another format than application/xml");
        }
        Map<String, String> options = UrlText.parameters(request.query());
        if (!Set.of("annotations").containsAll(options.keySet())) {
            throw Refusals.notEmulated("the query options " + options.keySet() + " of $metadata");
        }
        boolean wanted = "true".equals(options.get("annotations"))
                || "*".equals(request.preference("odata.include-annotations"));
        return new ApiResponse(200, Map.of("Content-Type", "application/xml"), bytes(catalog, wanted));
    }

    private static boolean acceptsXml(String accept) {
        return List.of(accept.split(",")).stream()
                .map(range -> range.split(";")[0].strip())
                .anyMatch(ACCEPTED::contains);
    }

    private byte[] bytes(Catalog catalog, boolean withAnnotations) {
        Written known = withAnnotations ? annotated : plain;
        if (known == null || known.catalog() != catalog) {
            known = new Written(catalog, write(catalog, withAnnotations));
            if (withAnnotations) {
                annotated = known;
            } else {
                plain = known;
            }
        }
        return known.bytes();
    }

    private static byte[] write(Catalog catalog, boolean withAnnotations) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter out = XML.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            out.writeStartElement("edmx", "Edmx", EDMX);
            out.writeNamespace("edmx", EDMX);
            out.writeAttribute("Version", "4.0");
            reference(out, KEYS);
            if (withAnnotations) {
                reference(out, CORE);
            }
            out.writeStartElement("edmx", "DataServices", EDMX);
            new SchemaWriter(out, catalog, withAnnotations).write();
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException e) {
            throw new EmulatorException("Cannot write $metadata: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void reference(XMLStreamWriter out, Map<String, String> vocabulary) throws XMLStreamException {
        for (Map.Entry<String, String> entry : vocabulary.entrySet()) {
            out.writeStartElement("edmx", "Reference", EDMX);
            out.writeAttribute("Uri", entry.getValue());
            out.writeEmptyElement("edmx", "Include", EDMX);
            out.writeAttribute("Namespace", entry.getKey());
            out.writeEndElement();
        }
    }
}
