package org.dataferry.emulator.csdl;

import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.value.EdmTypes;

/**
 * Writes tables as entity types.
 *
 * <p>Source: Microsoft's pages "Web API EntityTypes", "Web API Properties" and "Web API Navigation Properties".
 */
final class EntityTypes {
    private static final String ALIAS = "mscrm.";

    /** What a table's type derives from. @param key the property that is inherited as the key, or empty */
    private enum Base {
        Any("crmbaseentity", ""),
        Principal("principal", "ownerid"),
        Activity("activitypointer", "activityid");

        private final String type;
        private final String key;

        Base(String type, String key) {
            this.type = type;
            this.key = key;
        }

        static Base of(Table table) {
            return switch (table.logicalName()) {
                case "systemuser", "team" -> Principal;
                default -> table.primaryId().equals(Activity.key) ? Activity : Any;
            };
        }
    }

    private final XMLStreamWriter out;
    private final NavigationProperties navigations;
    private final boolean annotated;

    EntityTypes(XMLStreamWriter out, NavigationProperties navigations, boolean annotated) {
        this.out = out;
        this.navigations = navigations;
        this.annotated = annotated;
    }

    void write(Table table) throws XMLStreamException {
        Base base = Base.of(table);
        out.writeStartElement("EntityType");
        out.writeAttribute("Name", table.logicalName());
        out.writeAttribute("BaseType", ALIAS + base.type);
        if (base == Base.Any) {
            out.writeStartElement("Key");
            out.writeEmptyElement("PropertyRef");
            out.writeAttribute("Name", table.primaryId());
            out.writeEndElement();
        }
        for (Column column : table.columns()) {
            if (!column.wireName().equals(base.key)) {
                property(column);
            }
        }
        for (NavigationProperty property : navigations.of(table)) {
            navigation(property);
        }
        alternateKeys(table);
        out.writeEndElement();
    }

    private void property(Column column) throws XMLStreamException {
        String type = EdmTypes.of(column.type());
        out.writeStartElement("Property");
        out.writeAttribute("Name", column.wireName());
        out.writeAttribute("Type", type);
        if (column.ordinal() == 0) {
            out.writeAttribute("Nullable", "false");
        }
        if (type.equals("Edm.Decimal")) {
            // With a capital letter, as Dataverse writes it.
            out.writeAttribute("Scale", "Variable");
        }
        boolean readOnly = !column.creatable() && !column.updatable();
        if (annotated && (readOnly || !column.wireName().equals(column.logicalName()))) {
            annotation("Org.OData.Core.V1.Computed", "Bool", "true");
            out.writeStartElement("Annotation");
            out.writeAttribute("Term", "Org.OData.Core.V1.Permissions");
            out.writeStartElement("EnumMember");
            out.writeCharacters("Org.OData.Core.V1.PermissionType/Read");
            out.writeEndElement();
            out.writeEndElement();
        }
        out.writeEndElement();
    }

    private void navigation(NavigationProperty property) throws XMLStreamException {
        out.writeStartElement("NavigationProperty");
        out.writeAttribute("Name", property.name());
        switch (property) {
            case NavigationProperty.Single single -> {
                out.writeAttribute("Type", ALIAS + single.target().logicalName());
                out.writeAttribute("Nullable", "false");
                out.writeAttribute("Partner", single.partner());
                constraint(single.property(), single.target().primaryId());
            }
            case NavigationProperty.Owner owner -> {
                out.writeAttribute("Type", ALIAS + Base.Principal.type);
                out.writeAttribute("Nullable", "false");
                constraint(owner.property(), Base.Principal.key);
            }
            case NavigationProperty.Collection collection -> {
                out.writeAttribute(
                        "Type", "Collection(" + ALIAS + collection.target().logicalName() + ")");
                out.writeAttribute("Partner", collection.partner());
            }
        }
        out.writeEndElement();
    }

    private void constraint(String property, String referenced) throws XMLStreamException {
        out.writeEmptyElement("ReferentialConstraint");
        out.writeAttribute("Property", property);
        out.writeAttribute("ReferencedProperty", referenced);
    }

    private void alternateKeys(Table table) throws XMLStreamException {
        List<AlternateKey> active = table.keys().stream()
                .filter(key -> key.status() == AlternateKey.Status.Active)
                .toList();
        if (active.isEmpty()) {
            return;
        }
        String vocabulary = "OData.Community.Keys.V1.";
        out.writeStartElement("Annotation");
        out.writeAttribute("Term", vocabulary + "AlternateKeys");
        out.writeStartElement("Collection");
        for (AlternateKey key : active) {
            record(vocabulary + "AlternateKey");
            out.writeStartElement("PropertyValue");
            out.writeAttribute("Property", "Key");
            out.writeStartElement("Collection");
            for (String column : key.columns()) {
                String name = table.requiredColumn(column).wireName();
                record(vocabulary + "PropertyRef");
                value("Alias", "String", name);
                value("Name", "PropertyPath", name);
                out.writeEndElement();
            }
            out.writeEndElement();
            out.writeEndElement();
            out.writeEndElement();
        }
        out.writeEndElement();
        out.writeEndElement();
    }

    private void record(String type) throws XMLStreamException {
        out.writeStartElement("Record");
        out.writeAttribute("Type", type);
    }

    private void value(String property, String kind, String value) throws XMLStreamException {
        out.writeEmptyElement("PropertyValue");
        out.writeAttribute("Property", property);
        out.writeAttribute(kind, value);
    }

    private void annotation(String term, String kind, String value) throws XMLStreamException {
        out.writeEmptyElement("Annotation");
        out.writeAttribute("Term", term);
        out.writeAttribute(kind, value);
    }
}
