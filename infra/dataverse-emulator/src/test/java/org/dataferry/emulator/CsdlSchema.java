package org.dataferry.emulator;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A CSDL document as a reader that knows nothing of the writer sees it. */
final class CsdlSchema {
    private static final Set<String> TYPES = Set.of("EntityType", "ComplexType", "EnumType");

    private final Element schema;
    private final Map<String, Element> types = new LinkedHashMap<>();
    private final Map<String, Element> operations = new HashMap<>();
    private final Map<String, Element> sets = new HashMap<>();
    private final Element container;

    CsdlSchema(String xml) {
        Document document = parse(xml);
        schema = (Element) document.getElementsByTagNameNS("*", "Schema").item(0);
        container = children(schema, "EntityContainer").getFirst();
        for (Element child : children(schema)) {
            (TYPES.contains(child.getTagName()) ? types : operations).put(child.getAttribute("Name"), child);
        }
        children(container, "EntitySet").forEach(set -> sets.put(set.getAttribute("Name"), set));
    }

    Element schema() {
        return schema;
    }

    Element container() {
        return container;
    }

    /** The type of this name, qualified or not, or null. */
    @Nullable Element find(String name) {
        return types.get(local(name));
    }

    Map<String, Element> operations() {
        return operations;
    }

    Element type(String name) {
        Element found = types.get(name);
        if (found == null) {
            throw new AssertionError("no type " + name);
        }
        return found;
    }

    Element set(String name) {
        Element found = sets.get(name);
        if (found == null) {
            throw new AssertionError("no set " + name);
        }
        return found;
    }

    Map<String, Element> types() {
        return types;
    }

    Map<String, Element> sets() {
        return sets;
    }

    /** What breaks a rule of CSDL; empty for a valid document. */
    List<String> problems() {
        return new CsdlRules(this).problems();
    }

    /** A child by its tag and its attribute Name. */
    static Element child(Element parent, String tag, String name) {
        return children(parent, tag).stream()
                .filter(child -> child.getAttribute("Name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(parent.getAttribute("Name") + " has no " + tag + " " + name));
    }

    static List<Element> children(Element parent, String tag) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(tag))
                .toList();
    }

    static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    static String local(String qualified) {
        return qualified.replaceFirst("^(mscrm|Microsoft\\.Dynamics\\.CRM)\\.", "");
    }

    /** The type and those that it derives from. */
    List<Element> chain(@Nullable Element type) {
        List<Element> chain = new ArrayList<>();
        Element each = type;
        while (each != null && !chain.contains(each)) {
            chain.add(each);
            each = each.hasAttribute("BaseType") ? types.get(local(each.getAttribute("BaseType"))) : null;
        }
        return chain;
    }

    List<Element> members(Element type) {
        return chain(type).stream()
                .flatMap(each -> children(each).stream())
                .filter(each -> each.getTagName().endsWith("Property"))
                .toList();
    }

    @Nullable Element member(Element type, String tag, String name) {
        return members(type).stream()
                .filter(each -> each.getTagName().equals(tag)
                        && each.getAttribute("Name").equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (Exception e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }
}
