package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * The states that a plain update may not set, and the actions that set them. Each makes the activity that closes the row, too.
 *
 * <p>Source: Microsoft's references of WinOpportunity, LoseOpportunity, CloseIncident, FulfillSalesOrder and CancelSalesOrder.
 */
public final class DedicatedMessages {
    /**
     * @param activity the parameter that holds the closing activity, and in lower case its table
     * @param parent the activity's lookup
     * @param state that it leads to
     */
    private record Message(String name, String table, String activity, String parent, int state) {}

    private static final List<Message> MESSAGES = List.of(
            new Message("WinOpportunity", "opportunity", "OpportunityClose", "opportunityid", 1),
            new Message("LoseOpportunity", "opportunity", "OpportunityClose", "opportunityid", 2),
            new Message("CloseIncident", "incident", "IncidentResolution", "incidentid", 1),
            new Message("CancelSalesOrder", "salesorder", "OrderClose", "salesorderid", 2),
            new Message("FulfillSalesOrder", "salesorder", "OrderClose", "salesorderid", 3));
    private static final Set<String> NAMES =
            Set.copyOf(MESSAGES.stream().map(Message::name).toList());

    private final RowWrites writes;

    public DedicatedMessages(RowWrites writes) {
        this.writes = writes;
    }

    public static boolean owns(String action) {
        return NAMES.contains(action);
    }

    static void refuse(Table table, Row before, Row row) {
        Column state = table.column("statecode");
        if (state == null || Objects.equals(before.get(state), row.get(state))) {
            return;
        }
        int wanted = Statuses.number(row, state);
        for (Message message : MESSAGES) {
            if (message.table().equals(table.logicalName()) && message.state() == wanted) {
                String label = Statuses.option(state, wanted).label().text();
                throw new Refusal(
                        400,
                        "0x80040233",
                        "This message can not be used to set the state of " + table.logicalName() + " to " + label
                                + ". In order to set state of " + table.logicalName() + " to " + label + ", use the "
                                + message.name() + "Request message instead.");
            }
        }
    }

    public void answer(WriteUnit unit, ApiRequest request, String action, JsonNode body) {
        Message message = MESSAGES.stream()
                .filter(known -> known.name().equals(action))
                .findFirst()
                .orElseThrow(() -> Refusals.unknownSegment(action));
        if (!(body.get(message.activity()) instanceof ObjectNode activity)) {
            throw Refusals.badPayload("The parameter '" + message.activity() + "' is missing or is not an object.");
        }
        Table activities = unit.catalog().requiredTable(message.activity().toLowerCase(Locale.ROOT));
        RowPatch closing = writes.reader(unit.catalog(), activities).read(activity);
        RowAddress closed = closing.bindings().get(activities.requiredColumn(message.parent()));
        if (closed == null) {
            throw Refusals.badPayload("The parameter '" + message.activity() + "' needs '" + message.parent()
                    + "@odata.bind', the row that it closes.");
        }
        RowWriter writer = writes.writer(unit, request);
        Row before = writer.require(closed);
        Map<Column, @Nullable Object> values = new HashMap<>();
        values.put(closed.table().requiredColumn("statecode"), message.state());
        int status = body.path("Status").asInt(-1);
        if (status >= 0) {
            values.put(closed.table().requiredColumn("statuscode"), status);
        }
        writer.update(new RowPatch(closed.table(), null, values, Map.of(), List.of()), before, true);
        writer.create(closing);
    }
}
