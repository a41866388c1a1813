package org.dataferry.control.bench.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.ControlException;

/** Makes the benchmark's tables, as any client would. */
public final class BenchDefinitions {

    private static final String TABLE = """
            {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"%s","OwnershipType":"UserOwned",
             "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","IsPrimaryName":true,
             "SchemaName":"ben_Name","MaxLength":100}]}""";

    private static final String LOOKUP = """
            {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"ben_parent_row%d",
             "ReferencedEntity":"ben_parent","ReferencingEntity":"ben_row",
             "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"ben_Parent%d"}}""";

    private static final String KEY = """
            {"@odata.type":"Microsoft.Dynamics.CRM.EntityKeyMetadata","SchemaName":"ben_row_key",
             "KeyAttributes":["ben_key"]}""";

    private static final String OF_ROW = "EntityDefinitions(LogicalName='" + BenchTable.NAME + "')/";

    private BenchDefinitions() {}

    public static void create(Connection connection, Duration keyTimeout, Duration pause) throws InterruptedException {
        connection.post("EntityDefinitions", TABLE.formatted("ben_Parent"));
        connection.post("EntityDefinitions", TABLE.formatted("ben_Row"));
        for (BenchTable.Definition column : BenchTable.columns()) {
            connection.post(
                    OF_ROW + "Attributes",
                    "{\"@odata.type\":\"Microsoft.Dynamics.CRM.%sAttributeMetadata\",\"SchemaName\":\"%s\"%s}"
                            .formatted(column.type(), column.schemaName(), column.more()));
        }
        connection.post("RelationshipDefinitions", LOOKUP.formatted(0, 0));
        connection.post("RelationshipDefinitions", LOOKUP.formatted(1, 1));
        connection.post(OF_ROW + "Keys", KEY);
        parents(connection);
        awaitKey(connection, keyTimeout, pause);
    }

    private static void parents(Connection connection) throws InterruptedException {
        StringBuilder targets = new StringBuilder("{\"Targets\":[");
        for (int number = 0; number < BenchTable.PARENTS; number++) {
            targets.append(number == 0 ? "" : ",")
                    .append("{\"@odata.type\":\"Microsoft.Dynamics.CRM.ben_parent\",\"ben_parentid\":\"")
                    .append(BenchTable.parent(number))
                    .append("\",\"ben_name\":\"parent ")
                    .append(number)
                    .append("\"}");
        }
        connection.post(
                BenchTable.PARENT_SET + "/Microsoft.Dynamics.CRM.CreateMultiple",
                targets.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitKey(Connection connection, Duration timeout, Duration pause) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!connection
                .get(OF_ROW + "Keys(LogicalName='ben_row_key')?$select=EntityKeyIndexStatus")
                .path("EntityKeyIndexStatus")
                .asText()
                .equals("Active")) {
            if (System.nanoTime() > end) {
                throw new ControlException(
                        "the key of the benchmark's table is not active after " + timeout.toSeconds() + " s");
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
    }
}
