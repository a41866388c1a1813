package org.dataferry.emulator.csdl;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dataferry.emulator.metadata.Table;

/** Writes the sets of the entity container, and the sets that their navigation properties lead to. */
final class EntitySets {
    private final XMLStreamWriter out;
    private final NavigationProperties navigations;

    EntitySets(XMLStreamWriter out, NavigationProperties navigations) {
        this.out = out;
        this.navigations = navigations;
    }

    void write(Table table) throws XMLStreamException {
        out.writeStartElement("EntitySet");
        out.writeAttribute("Name", table.entitySet());
        out.writeAttribute("EntityType", "Microsoft.Dynamics.CRM." + table.logicalName());
        for (NavigationProperty property : navigations.of(table)) {
            Table target = property.target();
            if (target != null) {
                out.writeEmptyElement("NavigationPropertyBinding");
                out.writeAttribute("Path", property.name());
                out.writeAttribute("Target", target.entitySet());
            }
        }
        out.writeEndElement();
    }
}
