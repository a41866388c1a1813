package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.control.status.SourceText;
import org.dataferry.schemas.control.HeldTables;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.TableNames;

/** What happened to a source and what is held of it, as {@code drift.schema.json} has it. */
record DriftDocument(List<SourceEvent> events, HeldTables tables, TableNames names) {

    private static final ObjectMapper JSON = new ObjectMapper();

    ObjectNode json() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode array = document.putArray("events");
        events.forEach(event -> array.add(json(event)));
        ArrayNode held = document.putArray("held");
        tables.drifts().keySet().stream().map(names::text).sorted().forEach(held::add);
        return document;
    }

    private static ObjectNode json(SourceEvent event) {
        ObjectNode json = JSON.createObjectNode()
                .put("at", event.at().toString())
                .put("by", event.by())
                .put("why", event.why())
                .put("source", event.source());
        return switch (event) {
            case SourceEvent.Drifted drifted -> {
                json.put("what", "DRIFTED")
                        .put("table", drifted.table().qualified())
                        .put("held", drifted.paused());
                ArrayNode drifts = json.putArray("drifts");
                drifted.drifts().forEach(drift -> drifts.add(SourceText.json(drift)));
                yield json;
            }
            case SourceEvent.DriftAccepted accepted ->
                json.put("what", "ACCEPTED").put("table", accepted.table().qualified());
            case SourceEvent.GapDecided decided ->
                json.put("what", decided.choice().name())
                        .put("gap", decided.gap())
                        .put("fromLsn", decided.from())
                        .put("toLsn", decided.to());
            case SourceEvent.ResnapshotAsked asked ->
                json.put("what", "RESNAPSHOT_ASKED")
                        .put("table", asked.table().qualified())
                        .put("resnapshot", asked.resnapshotId())
                        .put("where", asked.where())
                        .put("acceptedDeletes", asked.acceptedDeletes());
            case SourceEvent.Resnapshotted went -> {
                json.put("what", "RESNAPSHOT_" + went.step())
                        .put("table", went.table().qualified())
                        .put("resnapshot", went.resnapshotId())
                        .put("text", went.text());
                json.putObject("rows")
                        .put("known", went.rows().known())
                        .put("read", went.rows().read())
                        .put("inserted", went.rows().inserted())
                        .put("changed", went.rows().changed())
                        .put("deleted", went.rows().deleted());
                yield json;
            }
        };
    }
}
