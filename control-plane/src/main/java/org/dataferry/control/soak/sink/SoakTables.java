package org.dataferry.control.soak.sink;

import java.util.List;
import java.util.Set;
import org.dataferry.control.ControlException;
import org.dataferry.control.soak.emulator.EmulatorApi;

/** The soak's part of the target: places, orders that name a place and another order, and links of the two. */
final class SoakTables {

    static final String PLACE = "mig_place";
    static final String ORDER = "mig_order";
    static final Set<String> ENTITIES = Set.of(PLACE, ORDER);
    static final String VISITS = "mig_Visits";
    static final String VISITS_SET = "mig_visitsset";

    static final String KEY = "mig_ferrykey";
    static final String ROW_ID = "mig_rowid";

    static final String NAME = "mig_name";
    static final String NOTE = "mig_note";
    static final String COUNT = "mig_count";
    static final String AMOUNT = "mig_amount";
    static final String NUMBER = "mig_number";
    static final List<String> COLUMNS = List.of(NAME, NOTE, COUNT, AMOUNT, NUMBER);

    static final String PLACE_LOOKUP = "mig_placeid";
    static final String PARENT_LOOKUP = "mig_parentid";

    /** Characters of a name. */
    static final int LONGEST_NAME = 40;

    static final int HIGHEST_COUNT = 1_000;

    private static final int KEY_PATIENCE_MILLIS = 30_000;
    private static final int LOOK_MILLIS = 100;

    private SoakTables() {}

    static String set(String entity) {
        return entity + "s";
    }

    static List<String> lookups(String entity) {
        return entity.equals(ORDER) ? List.of(PLACE_LOOKUP, PARENT_LOOKUP) : List.of();
    }

    static void create(EmulatorApi api) throws InterruptedException {
        table(api, PLACE, "mig_Place");
        table(api, ORDER, "mig_Order");
        lookup(api, PLACE, "mig_PlaceId");
        lookup(api, ORDER, "mig_ParentId");
        post(api, "RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata","SchemaName":"%s",
                 "IntersectEntityName":"mig_visits","Entity1LogicalName":"mig_order","Entity1NavigationPropertyName":"mig_Visited",
                 "Entity2LogicalName":"mig_place","Entity2NavigationPropertyName":"mig_VisitedBy"}""".formatted(VISITS));
        for (String entity : ENTITIES) {
            awaitKey(api, entity, KEY);
            awaitKey(api, entity, NUMBER);
        }
    }

    private static void table(EmulatorApi api, String entity, String schemaName) throws InterruptedException {
        post(api, "EntityDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%s","OwnershipType":"UserOwned",
                 "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","IsPrimaryName":true,
                 "SchemaName":"mig_Name","MaxLength":%d}]}""".formatted(schemaName, LONGEST_NAME));
        column(api, entity, "String", "mig_FerryKey", "\"MaxLength\":450");
        column(api, entity, "Memo", "mig_RowId", "\"MaxLength\":10000");
        column(api, entity, "String", "mig_Note", "\"MaxLength\":200");
        column(api, entity, "Integer", "mig_Count", "\"MinValue\":0,\"MaxValue\":" + HIGHEST_COUNT);
        column(api, entity, "Decimal", "mig_Amount", "\"Precision\":4,\"MinValue\":0,\"MaxValue\":100000");
        column(api, entity, "String", "mig_Number", "\"MaxLength\":20");
        for (String key : List.of(KEY, NUMBER)) {
            post(api, "EntityDefinitions(LogicalName='" + entity + "')/Keys", """
                    {"@odata.type":"Microsoft.Dynamics.CRM.EntityKeyMetadata","SchemaName":"%s","KeyAttributes":["%s"]}""".formatted(key, key));
        }
    }

    private static void column(EmulatorApi api, String entity, String type, String schemaName, String more)
            throws InterruptedException {
        post(api, "EntityDefinitions(LogicalName='" + entity + "')/Attributes", """
                {"@odata.type":"Microsoft.Dynamics.CRM.%sAttributeMetadata","SchemaName":"%s",%s}""".formatted(type, schemaName, more));
    }

    private static void lookup(EmulatorApi api, String named, String schemaName) throws InterruptedException {
        post(api, "RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"mig_order_%s",
                 "ReferencedEntity":"%s","ReferencingEntity":"mig_order",
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"%s"}}""".formatted(named, named, schemaName));
    }

    private static void post(EmulatorApi api, String path, String body) throws InterruptedException {
        EmulatorApi.required(api.post(path, body));
    }

    private static void awaitKey(EmulatorApi api, String entity, String key) throws InterruptedException {
        long end = System.nanoTime() + KEY_PATIENCE_MILLIS * 1_000_000L;
        while (!api.get("EntityDefinitions(LogicalName='" + entity + "')/Keys(LogicalName='" + key
                        + "')?$select=EntityKeyIndexStatus")
                .path("EntityKeyIndexStatus")
                .asText()
                .equals("Active")) {
            if (System.nanoTime() > end) {
                throw new ControlException("the key " + key + " of " + entity + " does not become active");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
