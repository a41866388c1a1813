package org.dataferry.emulator.conformance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The tables of the suite: cnf_parent, and cnf_thing with a column of each common type, a lookup to the parent and an alternate key. */
final class OwnTables {
    /** A real environment builds the index of a key in a background job. */
    private static final Duration KEY_TIMEOUT = Duration.ofMinutes(10);

    private final Org org;

    OwnTables(Org org) {
        this.org = org;
    }

    boolean exist() {
        return org.get("EntityDefinitions(LogicalName='cnf_thing')?$select=LogicalName")
                                .status()
                        == 200
                && keyIsActive();
    }

    void make() {
        if (exist()) {
            return;
        }
        for (String name : List.of("cnf_Parent", "cnf_Thing")) {
            done(org.post("EntityDefinitions", """
                    {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%1$s","DisplayName":%2$s,
                     "DisplayCollectionName":%2$s,"OwnershipType":"UserOwned","IsActivity":false,"HasActivities":false,"HasNotes":false,
                     "ChangeTrackingEnabled":%3$s,
                     "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","IsPrimaryName":true,
                     "SchemaName":"cnf_Name","MaxLength":100,"DisplayName":%2$s}]}""".formatted(name, label(name), name.equals("cnf_Thing"))));
        }
        column("String", "cnf_Code", ",\"MaxLength\":50,\"FormatName\":{\"Value\":\"Text\"}");
        column("Memo", "cnf_Memo", ",\"MaxLength\":2000");
        column("Integer", "cnf_Count", ",\"MinValue\":-100,\"MaxValue\":1000");
        column("Decimal", "cnf_Rate", ",\"MinValue\":-1000,\"MaxValue\":1000,\"Precision\":2");
        column("DateTime", "cnf_When", ",\"Format\":\"DateAndTime\",\"DateTimeBehavior\":{\"Value\":\"UserLocal\"}");
        column("DateTime", "cnf_Day", ",\"Format\":\"DateOnly\",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}");
        column(
                "Boolean",
                "cnf_Done",
                ",\"DefaultValue\":false,\"OptionSet\":{\"TrueOption\":" + option(1, "Yes") + ",\"FalseOption\":"
                        + option(0, "No") + "}");
        column(
                "Picklist",
                "cnf_Colour",
                ",\"OptionSet\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.OptionSetMetadata\",\"IsGlobal\":false,"
                        + "\"OptionSetType\":\"Picklist\",\"Options\":[" + option(1, "Red") + "," + option(2, "Blue")
                        + "]}");
        column("File", "cnf_File", ",\"MaxSizeInKB\":10240");
        done(org.post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"cnf_parent_thing",
                 "ReferencedEntity":"cnf_parent","ReferencingEntity":"cnf_thing","CascadeConfiguration":{"Delete":"RemoveLink"},
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"cnf_ParentId","DisplayName":%s}}""".formatted(label("Parent"))));
        done(org.post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata","SchemaName":"cnf_thing_parents",
                 "Entity1LogicalName":"cnf_thing","Entity2LogicalName":"cnf_parent","IntersectEntityName":"cnf_thing_parents"}"""));
        done(org.post("EntityDefinitions(LogicalName='cnf_thing')/Keys", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityKeyMetadata","SchemaName":"cnf_CodeKey","DisplayName":%s,
                 "KeyAttributes":["cnf_code"]}""".formatted(label("Code"))));
        long end = System.nanoTime() + KEY_TIMEOUT.toNanos();
        while (!keyIsActive()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("cnf_codekey is not active after " + KEY_TIMEOUT);
            }
            LockSupport.parkNanos(Duration.ofMillis(org.real() ? 5000 : 20).toNanos());
        }
    }

    private boolean keyIsActive() {
        return org.get("EntityDefinitions(LogicalName='cnf_thing')/Keys?$select=LogicalName,EntityKeyIndexStatus")
                .body()
                .replace(" ", "")
                .contains("\"EntityKeyIndexStatus\":\"Active\"");
    }

    private void column(String type, String schemaName, String more) {
        done(org.post(
                "EntityDefinitions(LogicalName='cnf_thing')/Attributes",
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM." + type + "AttributeMetadata\",\"SchemaName\":\""
                        + schemaName + "\",\"DisplayName\":" + label(schemaName) + more + "}"));
    }

    private static String option(int value, String text) {
        return "{\"Value\":" + value + ",\"Label\":" + label(text) + "}";
    }

    private static String label(String text) {
        return "{\"@odata.type\":\"Microsoft.Dynamics.CRM.Label\",\"LocalizedLabels\":[{\"@odata.type\":"
                + "\"Microsoft.Dynamics.CRM.LocalizedLabel\",\"Label\":\"" + text + "\",\"LanguageCode\":1033}]}";
    }

    private static void done(Answer answer) {
        if (answer.status() != 204) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
    }
}
