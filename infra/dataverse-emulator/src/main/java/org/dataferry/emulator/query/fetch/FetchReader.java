package org.dataferry.emulator.query.fetch;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.query.fetch.Fetch.Attribute;
import org.dataferry.emulator.query.fetch.Fetch.Condition;
import org.dataferry.emulator.query.fetch.Fetch.Entity;
import org.dataferry.emulator.query.fetch.Fetch.Link;
import org.dataferry.emulator.query.fetch.Fetch.Order;
import org.dataferry.emulator.value.Guids;
import org.jspecify.annotations.Nullable;

/**
 * Reads FetchXML. Document types and entities are not read at all, so that a query cannot reach for files or grow.
 *
 * <p>Source: Microsoft's "FetchXml reference".
 */
final class FetchReader {
    private static final int MAX_PAGE = 5_000;
    /** More than the 15 links that Dataverse allows, and than any filter needs; keeps the stack small. */
    private static final int MAX_DEPTH = 30;

    private static final Set<String> ROOT = Set.of(
            "aggregate",
            "distinct",
            "count",
            "top",
            "page",
            "returntotalrecordcount",
            "paging-cookie",
            "version",
            "mapping",
            "output-format",
            "no-lock",
            "latematerialize",
            "datasource",
            "aggregatelimit",
            "useraworderby",
            "options",
            "utc-offset");

    private static final Pattern LAST = Pattern.compile("last=\"\\{?([0-9a-fA-F-]{36})}?\"");

    private final XMLStreamReader xml;
    private int aliases;
    private int depth;

    private FetchReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** @throws Refusal if it is no FetchXML, or of a kind that is not emulated */
    static Fetch read(String text) {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return new FetchReader(factory.createXMLStreamReader(new StringReader(text))).root();
        } catch (XMLStreamException e) {
            throw invalid("Invalid XML. "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Fetch root() throws XMLStreamException {
        while (xml.hasNext() && xml.next() != XMLStreamConstants.START_ELEMENT) {
            // Comments and the like.
        }
        if (!xml.isStartElement() || !xml.getLocalName().equals("fetch")) {
            throw invalid("The root element must be fetch.");
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (!ROOT.contains(xml.getAttributeLocalName(i))) {
                throw invalid("The attribute '" + xml.getAttributeLocalName(i) + "' of fetch is unknown.");
            }
        }
        boolean aggregate = flag("aggregate");
        boolean distinct = flag("distinct");
        boolean totals = flag("returntotalrecordcount");
        Integer top = number("top");
        Integer count = number("count");
        Integer page = number("page");
        if (top != null && (count != null || page != null)) {
            throw invalid("The top attribute can't be specified with paging attribute page or count.");
        }
        UUID after = last(optional("paging-cookie"));
        Entity entity = null;
        while (nextChild()) {
            if (!xml.getLocalName().equals("entity") || entity != null) {
                throw unknown();
            }
            entity = entity();
        }
        if (entity == null) {
            throw invalid("fetch needs one entity.");
        }
        return new Fetch(
                aggregate,
                distinct,
                Math.clamp(count == null ? MAX_PAGE : count, 1, MAX_PAGE),
                top,
                Math.max(1, page == null ? 1 : page),
                after,
                totals,
                entity);
    }

    private static @Nullable UUID last(@Nullable String cookie) {
        Matcher last = LAST.matcher(cookie == null ? "" : cookie);
        return last.find() ? Guids.parse(last.group(1)) : null;
    }

    private Entity entity() throws XMLStreamException {
        deeper();
        String table = required("name");
        boolean all = false;
        List<Attribute> attributes = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        while (nextChild()) {
            switch (xml.getLocalName()) {
                case "all-attributes" -> {
                    all = true;
                    end();
                }
                case "attribute" -> attributes.add(attribute());
                case "order" -> {
                    orders.add(new Order(optional("attribute"), optional("alias"), flag("descending")));
                    end();
                }
                case "filter" -> conditions.add(filter());
                case "link-entity" -> links.add(link());
                default -> throw unknown();
            }
        }
        depth--;
        Condition condition = conditions.isEmpty()
                ? null
                : conditions.size() == 1 ? conditions.getFirst() : new Condition.All(conditions);
        return new Entity(table, all, attributes, orders, condition, links);
    }

    private Attribute attribute() throws XMLStreamException {
        Attribute attribute = new Attribute(
                required("name"),
                optional("alias"),
                optional("aggregate"),
                flag("groupby"),
                optional("dategrouping"),
                flag("distinct"));
        end();
        return attribute;
    }

    private Link link() throws XMLStreamException {
        String type = optional("link-type");
        boolean outer = "outer".equals(type);
        if (type != null && !outer && !type.equals("inner")) {
            throw Refusals.notEmulated("link-entity of type '" + type + "'");
        }
        String alias = optional("alias");
        String from = required("from");
        String to = required("to");
        String name = alias == null ? required("name") + ++aliases : alias;
        return new Link(entity(), from, to, outer, name);
    }

    private Condition filter() throws XMLStreamException {
        deeper();
        boolean any = "or".equals(optional("type"));
        List<Condition> conditions = new ArrayList<>();
        while (nextChild()) {
            switch (xml.getLocalName()) {
                case "filter" -> conditions.add(filter());
                case "condition" -> conditions.add(condition());
                case "link-entity" -> throw Refusals.notEmulated("link-entity within a filter");
                default -> throw unknown();
            }
        }
        depth--;
        return any ? new Condition.Any(conditions) : new Condition.All(conditions);
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw invalid("The query nests more than " + MAX_DEPTH + " elements.");
        }
    }

    private Condition condition() throws XMLStreamException {
        if (optional("valueof") != null) {
            throw Refusals.notEmulated("conditions that compare two columns (valueof)");
        }
        String alias = optional("entityname");
        String attribute = required("attribute");
        String operator = required("operator");
        List<String> values = new ArrayList<>();
        String value = optional("value");
        if (value != null) {
            values.add(value);
        }
        while (nextChild()) {
            if (!xml.getLocalName().equals("value")) {
                throw unknown();
            }
            values.add(xml.getElementText());
        }
        return new Condition.Test(alias, attribute, operator, values);
    }

    /** Moves to the next element within the present one; false at the end of the present one. */
    private boolean nextChild() throws XMLStreamException {
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

    private void end() throws XMLStreamException {
        if (nextChild()) {
            throw unknown();
        }
    }

    private @Nullable String optional(String name) {
        return xml.getAttributeValue(null, name);
    }

    private String required(String name) {
        String value = optional(name);
        if (value == null || value.isBlank()) {
            throw invalid("The required attribute '" + name + "' of " + xml.getLocalName() + " is missing.");
        }
        return value;
    }

    private boolean flag(String name) {
        String value = optional(name);
        return "true".equalsIgnoreCase(value) || "1".equals(value);
    }

    private @Nullable Integer number(String name) {
        String value = optional(name);
        if (value == null) {
            return null;
        }
        try {
            return Integer.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw invalid("The attribute '" + name + "' of fetch must be a whole number, not '" + value + "'.");
        }
    }

    private Refusal unknown() {
        return invalid("The element '" + xml.getLocalName() + "' can't stand here.");
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x8004111c", "Invalid FetchXml: " + message);
    }
}
