package org.dataferry.emulator;

/** Tables with a column of each type and a relationship of each kind. */
final class CsdlTables {
    private CsdlTables() {}

    static void make(ApiClient client) {
        client.createTable("csd_Parent");
        client.createKeyColumn("csd_parent", "csd_Code");
        client.createColumn("csd_parent", "Memo", "csd_Memo", ",\"MaxLength\":500");
        client.createColumn("csd_parent", "Integer", "csd_Whole", "");
        client.createColumn("csd_parent", "BigInt", "csd_Big", "");
        client.createColumn("csd_parent", "Decimal", "csd_Decimal", ",\"Precision\":2");
        client.createColumn("csd_parent", "Double", "csd_Double", ",\"Precision\":2");
        client.createColumn("csd_parent", "Money", "csd_Money", "");
        client.createColumn("csd_parent", "DateTime", "csd_Day", ",\"DateTimeBehavior\":{\"Value\":\"DateOnly\"}");
        client.createColumn("csd_parent", "File", "csd_File", ",\"MaxSizeInKB\":1024");
        client.createColumn("csd_parent", "Image", "csd_Image", "");
        client.createTable("csd_Child");
        done(client.createLookup("csd_parent_child", "csd_child", "csd_parent", "csd_ParentId", "RemoveLink"));
        done(client.createLookup("csd_self", "csd_child", "csd_child", "csd_AboveId", "RemoveLink"));
        done(client.createManyToMany("csd_parent_account", "csd_parent", "account", ""));
        done(client.createManyToMany(
                "csd_like",
                "csd_child",
                "csd_child",
                ",\"Entity1NavigationPropertyName\":\"csd_likes\",\"Entity2NavigationPropertyName\":\"csd_likedby\""));
        ApiClient.Answer regarding = client.post("CreatePolymorphicLookupAttribute", """
                {"OneToManyRelationships":[
                  {"SchemaName":"csd_regards_account","ReferencedEntity":"account","ReferencingEntity":"csd_child"},
                  {"SchemaName":"csd_regards_parent","ReferencedEntity":"csd_parent","ReferencingEntity":"csd_child"}],
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata","SchemaName":"csd_Regards"}}""");
        if (regarding.status() != 200) {
            throw new AssertionError(regarding.body());
        }
    }

    private static void done(ApiClient.Answer answer) {
        if (answer.status() != 204) {
            throw new AssertionError(answer.body());
        }
    }
}
