package org.dataferry.emulator;

import static org.dataferry.emulator.CsdlSchema.children;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** The rules of OData CSDL 4.0 (OASIS) that a document must keep and that an XML schema can't state. */
final class CsdlRules {
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

    private final CsdlSchema schema;
    private final List<String> problems = new ArrayList<>();

    CsdlRules(CsdlSchema schema) {
        this.schema = schema;
    }

    /** What breaks a rule; empty for a valid document. */
    List<String> problems() {
        rule(schema.schema().getAttribute("Namespace").equals("Microsoft.Dynamics.CRM"), "another namespace");
        unique(children(schema.schema()));
        unique(children(schema.container(), "EntitySet"));
        schema.types().values().forEach(this::checkType);
        schema.operations().values().stream()
                .filter(found -> found != schema.container())
                .forEach(this::checkOperation);
        schema.sets().values().forEach(this::checkSet);
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
        for (Element member : schema.members(type)) {
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
                rule(
                        schema.member(type, "Property", path) != null,
                        name + " has a key of the unknown property " + path);
            }
        }
    }

    private void checkKeys(Element type) {
        if (!type.getTagName().equals("EntityType")) {
            return;
        }
        String name = type.getAttribute("Name");
        int keys = 0;
        for (Element each : schema.chain(type)) {
            for (Element key : children(each, "Key")) {
                keys++;
                for (Element part : children(key, "PropertyRef")) {
                    Element property = schema.member(type, "Property", part.getAttribute("Name"));
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
            Element partner = schema.member(target, "NavigationProperty", partnerName);
            rule(partner != null, where + " has the unknown partner " + partnerName);
            if (partner != null) {
                rule(
                        schema.chain(type).contains(resolve(partner.getAttribute("Type"), where)),
                        where + " has the partner " + partnerName + " that leads elsewhere");
                String back = partner.getAttribute("Partner");
                rule(
                        back.isEmpty() || back.equals(property.getAttribute("Name")),
                        where + " has the partner " + partnerName + " whose partner is " + back);
            }
        }
        for (Element constraint : children(property, "ReferentialConstraint")) {
            Element own = schema.member(type, "Property", constraint.getAttribute("Property"));
            Element referenced = schema.member(target, "Property", constraint.getAttribute("ReferencedProperty"));
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
            Element navigation = schema.member(type, "NavigationProperty", path);
            Element target = schema.sets().get(binding.getAttribute("Target"));
            rule(navigation != null, name + " binds the unknown " + path);
            rule(target != null, name + " binds " + path + " to the unknown set " + binding.getAttribute("Target"));
            if (navigation != null && target != null) {
                rule(
                        schema.chain(resolve(target.getAttribute("EntityType"), name))
                                .contains(resolve(navigation.getAttribute("Type"), name)),
                        name + " binds " + path + " to a set of another type");
            }
        }
    }

    private void checkImports(String kind) {
        Set<String> imported = new HashSet<>();
        for (Element each : children(schema.container(), kind + "Import")) {
            String name = CsdlSchema.local(each.getAttribute(kind));
            Element operation = schema.operations().get(name);
            rule(operation != null && operation.getTagName().equals(kind), "an import of the unknown " + name);
            rule(operation == null || !operation.hasAttribute("IsBound"), "an import of the bound " + name);
            imported.add(name);
        }
        schema.operations().values().stream()
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
        Element found = single.contains(".") ? schema.find(single) : null;
        rule(found != null, where + " names the unknown type " + name);
        return found;
    }

    private static List<Element> descendants(Element parent, String tag) {
        List<Element> found = new ArrayList<>();
        var nodes = parent.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private void unique(List<Element> elements) {
        Set<String> names = new HashSet<>();
        for (Element element : elements) {
            identifier(element);
            rule(names.add(element.getAttribute("Name")), element.getAttribute("Name") + " is defined twice");
        }
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
}
