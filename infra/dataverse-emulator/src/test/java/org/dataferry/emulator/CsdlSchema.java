package org.dataferry.emulator;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A CSDL document as a reader that knows nothing of the writer sees it, and the rules of OData CSDL 4.0 (OASIS) that it must keep. */
final class CsdlSchema {
    private static final Set<String> PRIMITIVE = Set.of(
            "Edm.Binary",
            "Edm.Boolean",
            "Edm.Date",
            "Edm.DateTimeOffset",
            "Edm.Decimal",
            "Edm.Double",
            "Edm.Guid",
            "Edm.Int32",
            "Edm.Int64",
            "Edm.String");
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Nd}_]{0,127}");
    private static final Set<String> TYPES = Set.of("EntityType", "ComplexType", "EnumType");

    private final List<String> problems = new ArrayList<>();
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
            String name = child.getAttribute("Name");
            identifier(child);
            boolean type = TYPES.contains(child.getTagName());
            Element before = (type ? types : operations).put(name, child);
            rule(before == null, name + " is defined twice");
        }
        children(container, "EntitySet").forEach(set -> {
            Element before = sets.put(set.getAttribute("Name"), set);
            rule(before == null, "the set " + set.getAttribute("Name") + " is defined twice");
        });
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

    Set<String> types() {
        return types.keySet();
    }

    Set<String> sets() {
        return sets.keySet();
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

    /** What breaks a rule; empty for a valid document. */
    List<String> problems() {
        rule(schema.getAttribute("Namespace").equals("Microsoft.Dynamics.CRM"), "another namespace");
        types.values().forEach(this::checkType);
        operations.values().stream().filter(found -> found != container).forEach(this::checkOperation);
        sets.values().forEach(this::checkSet);
        checkImports("Action");
        checkImports("Function");
        return problems;
    }

    private void checkType(Element type) {
        String name = type.getAttribute("Name");
        if (type.getTagName().equals("EnumType")) {
            rule(!children(type, "Member").isEmpty(), name + " has no member");
            return;
        }
        if (type.hasAttribute("BaseType")) {
            Element base = resolve(type.getAttribute("BaseType"), name);
            rule(base == null || base.getTagName().equals(type.getTagName()), name + " derives from another kind");
        }
        Set<String> names = new HashSet<>();
        for (Element member : members(type)) {
            rule(names.add(member.getAttribute("Name")), name + "." + member.getAttribute("Name") + " is there twice");
        }
        for (Element property : children(type, "Property")) {
            identifier(property);
            typed(property, name);
        }
        checkKeys(type);
        children(type, "NavigationProperty").forEach(property -> checkNavigation(type, property));
        for (Element annotation : descendants(type, "PropertyValue")) {
            if (annotation.hasAttribute("PropertyPath")) {
                String path = annotation.getAttribute("PropertyPath");
                rule(member(type, "Property", path) != null, name + " has a key of the unknown property " + path);
            }
        }
    }

    private void checkKeys(Element type) {
        if (!type.getTagName().equals("EntityType")) {
            return;
        }
        String name = type.getAttribute("Name");
        int keys = 0;
        for (Element each : chain(type)) {
            for (Element key : children(each, "Key")) {
                keys++;
                for (Element part : children(key, "PropertyRef")) {
                    Element property = member(type, "Property", part.getAttribute("Name"));
                    rule(property != null, name + " has no key property " + part.getAttribute("Name"));
                    rule(
                            property == null
                                    || property.getAttribute("Nullable").equals("false"),
                            name + " has a nullable key");
                }
            }
        }
        rule(keys == 1 || keys == 0 && type.getAttribute("Abstract").equals("true"), name + " has " + keys + " keys");
    }

    private void checkNavigation(Element type, Element property) {
        String where = type.getAttribute("Name") + "." + property.getAttribute("Name");
        identifier(property);
        Element target = resolve(property.getAttribute("Type"), where);
        if (target == null) {
            return;
        }
        rule(target.getTagName().equals("EntityType"), where + " leads to no entity type");
        String partnerName = property.getAttribute("Partner");
        if (!partnerName.isEmpty()) {
            Element partner = member(target, "NavigationProperty", partnerName);
            rule(partner != null, where + " has the unknown partner " + partnerName);
            if (partner != null) {
                rule(
                        chain(type).contains(resolve(partner.getAttribute("Type"), where)),
                        where + " has the partner " + partnerName + " that leads elsewhere");
                String back = partner.getAttribute("Partner");
                rule(
                        back.isEmpty() || back.equals(property.getAttribute("Name")),
                        where + " has the partner " + partnerName + " whose partner is " + back);
            }
        }
        for (Element constraint : children(property, "ReferentialConstraint")) {
            Element own = member(type, "Property", constraint.getAttribute("Property"));
            Element referenced = member(target, "Property", constraint.getAttribute("ReferencedProperty"));
            rule(own != null && referenced != null, where + " has a constraint of an unknown property");
            rule(
                    own == null
                            || referenced == null
                            || own.getAttribute("Type").equals(referenced.getAttribute("Type")),
                    where + " has a constraint of two types");
        }
    }

    private void checkOperation(Element operation) {
        String name = operation.getAttribute("Name");
        List<Element> parameters = children(operation, "Parameter");
        parameters.forEach(parameter -> {
            identifier(parameter);
            typed(parameter, name);
        });
        children(operation, "ReturnType").forEach(type -> typed(type, name));
        rule(
                !operation.getTagName().equals("Function")
                        || children(operation, "ReturnType").size() == 1,
                "the function " + name + " returns nothing");
        if (operation.getAttribute("IsBound").equals("true")) {
            Element bound =
                    parameters.isEmpty() ? null : resolve(parameters.getFirst().getAttribute("Type"), name);
            rule(bound != null && bound.getTagName().equals("EntityType"), name + " is bound to no entity type");
        }
    }

    private void checkSet(Element set) {
        String name = set.getAttribute("Name");
        identifier(set);
        Element type = resolve(set.getAttribute("EntityType"), name);
        if (type == null) {
            return;
        }
        Set<String> paths = new HashSet<>();
        for (Element binding : children(set, "NavigationPropertyBinding")) {
            String path = binding.getAttribute("Path");
            rule(paths.add(path), name + " binds " + path + " twice");
            Element navigation = member(type, "NavigationProperty", path);
            Element target = sets.get(binding.getAttribute("Target"));
            rule(navigation != null, name + " binds the unknown " + path);
            rule(target != null, name + " binds " + path + " to the unknown set " + binding.getAttribute("Target"));
            if (navigation != null && target != null) {
                rule(
                        chain(resolve(target.getAttribute("EntityType"), name))
                                .contains(resolve(navigation.getAttribute("Type"), name)),
                        name + " binds " + path + " to a set of another type");
            }
        }
    }

    private void checkImports(String kind) {
        Set<String> imported = new HashSet<>();
        for (Element each : children(container, kind + "Import")) {
            String name = local(each.getAttribute(kind));
            Element operation = operations.get(name);
            rule(operation != null && operation.getTagName().equals(kind), "an import of the unknown " + name);
            rule(operation == null || !operation.hasAttribute("IsBound"), "an import of the bound " + name);
            imported.add(name);
        }
        operations.values().stream()
                .filter(each -> each.getTagName().equals(kind) && !each.hasAttribute("IsBound"))
                .filter(each -> kind.equals("Action"))
                .forEach(each -> rule(
                        imported.contains(each.getAttribute("Name")), each.getAttribute("Name") + " can't be called"));
    }

    private void typed(Element element, String where) {
        resolve(element.getAttribute("Type"), where);
    }

    /** The type of this name, or null for a primitive one; an unknown one is a problem. */
    private @Nullable Element resolve(String name, String where) {
        String single =
                name.startsWith("Collection(") ? name.substring("Collection(".length(), name.length() - 1) : name;
        if (PRIMITIVE.contains(single)) {
            return null;
        }
        Element found = single.contains(".") ? types.get(local(single)) : null;
        rule(found != null, where + " names the unknown type " + name);
        return found;
    }

    private static String local(String qualified) {
        return qualified.replaceFirst("^(mscrm|Microsoft\\.Dynamics\\.CRM)\\.", "");
    }

    /** The type and those that it derives from. */
    private List<Element> chain(@Nullable Element type) {
        List<Element> chain = new ArrayList<>();
        Element each = type;
        while (each != null && !chain.contains(each)) {
            chain.add(each);
            each = each.hasAttribute("BaseType") ? types.get(local(each.getAttribute("BaseType"))) : null;
        }
        return chain;
    }

    private List<Element> members(Element type) {
        return chain(type).stream()
                .flatMap(each -> children(each).stream())
                .filter(each -> each.getTagName().endsWith("Property"))
                .toList();
    }

    private @Nullable Element member(Element type, String tag, String name) {
        return members(type).stream()
                .filter(each -> each.getTagName().equals(tag)
                        && each.getAttribute("Name").equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<Element> descendants(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        var nodes = parent.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private void identifier(Element element) {
        rule(
                IDENTIFIER.matcher(element.getAttribute("Name")).matches(),
                "'" + element.getAttribute("Name") + "' is no SimpleIdentifier");
    }

    private void rule(boolean kept, String problem) {
        if (!kept) {
            problems.add(problem);
        }
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
