package org.dataferry.emulator.query.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
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
 * Reads FetchXML.
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

    private final FetchElements xml;
    private final int maxConditions;
    private int aliases;
    private int depth;
    private int conditions;

    private FetchReader(FetchElements xml, int maxConditions) {
        this.xml = xml;
        this.maxConditions = maxConditions;
    }

    /** @throws Refusal if it is no FetchXML, or of a kind that is not emulated */
    static Fetch read(String text, int maxConditions) {
        try {
            return new FetchReader(new FetchElements(text), maxConditions).root();
        } catch (XMLStreamException e) {
            throw invalid("Invalid XML. "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Fetch root() throws XMLStreamException {
        if (!xml.root("fetch")) {
            throw invalid("The root element must be fetch.");
        }
        for (int i = 0; i < xml.attributes(); i++) {
            if (!ROOT.contains(xml.attributeName(i))) {
                throw invalid("The attribute '" + xml.attributeName(i) + "' of fetch is unknown.");
            }
        }
        boolean aggregate = xml.flag("aggregate");
        boolean distinct = xml.flag("distinct");
        boolean totals = xml.flag("returntotalrecordcount");
        Integer top = xml.number("top");
        Integer count = xml.number("count");
        Integer page = xml.number("page");
        if (top != null && (count != null || page != null)) {
            throw invalid("The top attribute can't be specified with paging attribute page or count.");
        }
        UUID after = last(xml.optional("paging-cookie"));
        Entity entity = null;
        while (xml.nextChild()) {
            if (!xml.name().equals("entity") || entity != null) {
                throw xml.unknown();
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
        String table = xml.required("name");
        boolean all = false;
        List<Attribute> attributes = new ArrayList<>();
        List<Order> orders = new ArrayList<>();
        List<Condition> conditions = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "all-attributes" -> {
                    all = true;
                    xml.end();
                }
                case "attribute" -> attributes.add(attribute());
                case "order" -> {
                    orders.add(new Order(xml.optional("attribute"), xml.optional("alias"), xml.flag("descending")));
                    xml.end();
                }
                case "filter" -> conditions.add(filter());
                case "link-entity" -> links.add(link());
                default -> throw xml.unknown();
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
                xml.required("name"),
                xml.optional("alias"),
                xml.optional("aggregate"),
                xml.flag("groupby"),
                xml.optional("dategrouping"),
                xml.flag("distinct"));
        xml.end();
        return attribute;
    }

    private Link link() throws XMLStreamException {
        count();
        String type = xml.optional("link-type");
        boolean outer = "outer".equals(type);
        if (type != null && !outer && !type.equals("inner")) {
            throw Refusals.notEmulated("link-entity of type '" + type + "'");
        }
        String alias = xml.optional("alias");
        String from = xml.required("from");
        String to = xml.required("to");
        String name = alias == null ? xml.required("name") + ++aliases : alias;
        return new Link(entity(), from, to, outer, name);
    }

    private Condition filter() throws XMLStreamException {
        deeper();
        boolean any = "or".equals(xml.optional("type"));
        List<Condition> conditions = new ArrayList<>();
        while (xml.nextChild()) {
            switch (xml.name()) {
                case "filter" -> conditions.add(filter());
                case "condition" -> conditions.add(condition());
                case "link-entity" -> throw Refusals.notEmulated("link-entity within a filter");
                default -> throw xml.unknown();
            }
        }
        depth--;
        return any ? new Condition.Any(conditions) : new Condition.All(conditions);
    }

    /** Conditions and linked tables together. */
    private void count() {
        if (++conditions > maxConditions) {
            throw Refusals.tooManyConditions();
        }
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw invalid("The query nests more than " + MAX_DEPTH + " elements.");
        }
    }

    private Condition condition() throws XMLStreamException {
        count();
        if (xml.optional("valueof") != null) {
            throw Refusals.notEmulated("conditions that compare two columns (valueof)");
        }
        String alias = xml.optional("entityname");
        String attribute = xml.required("attribute");
        String operator = xml.required("operator");
        List<String> values = new ArrayList<>();
        String value = xml.optional("value");
        if (value != null) {
            values.add(value);
        }
        while (xml.nextChild()) {
            if (!xml.name().equals("value")) {
                throw xml.unknown();
            }
            values.add(xml.text());
        }
        return new Condition.Test(alias, attribute, operator, values);
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "0x8004111c", "Invalid FetchXml: " + message);
    }
}
