package org.dataferry.emulator.security;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;

/**
 * A privilege, by name. Its id follows from the name, save for those whose id Microsoft's pages give.
 *
 * <p>Source: Microsoft's pages "Bypass custom Dataverse logic", "Impersonate another user using the Web API" and "Security role privileges".
 */
public record Privilege(String name) {
    public static final Privilege BYPASS_PLUG_INS = new Privilege("prvBypassCustomPlugins");
    public static final Privilege BYPASS_LOGIC = new Privilege("prvBypassCustomBusinessLogic");
    public static final Privilege OVERRIDE_CREATED_ON = new Privilege("prvOverrideCreatedOnCreatedBy");
    public static final Privilege ACT_ON_BEHALF = new Privilege("prvActOnBehalfOfAnotherUser");
    public static final Privilege CREATE_TABLES = new Privilege("prvCreateEntity");
    public static final Privilege BULK_DELETE = new Privilege("prvBulkDelete");

    private static final Map<String, String> KNOWN_IDS = Map.of(
            "prvBypassCustomPlugins", "148a9eaf-d0c4-4196-9852-c3a38e35f6a1",
            "prvBypassCustomBusinessLogic", "0ea552b0-a491-4470-9a1b-82068deccf66",
            "prvReadAccount", "886b280c-6396-4d56-a0a3-2c1b0a50ceb0");

    /** Tables whose privileges are not called as they are; an order's lines are part of the order. */
    private static final Map<String, String> STEMS = Map.of(
            "systemuser", "User",
            "annotation", "Note",
            "transactioncurrency", "Currency",
            "salesorder", "Order",
            "salesorderdetail", "Order",
            "task", "Activity",
            "bulkdeleteoperation", "AsyncOperation");

    public static Privilege of(Right right, Table table) {
        String stem = STEMS.getOrDefault(table.logicalName(), table.names().schemaName());
        return new Privilege("prv" + right.name() + stem);
    }

    public UUID id() {
        String known = KNOWN_IDS.get(name);
        return known == null ? TableBuilder.idOf("privilege " + name.toLowerCase(Locale.ROOT)) : UUID.fromString(known);
    }
}
