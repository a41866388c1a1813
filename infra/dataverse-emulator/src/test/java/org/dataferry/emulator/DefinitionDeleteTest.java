package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dataferry.emulator.ApiClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefinitionDeleteTest {
    private static final String TABLE = "EntityDefinitions(LogicalName='mig_job')";

    private final EmulatorFixture emulator = new EmulatorFixture();
    private ApiClient client = emulator.client();

    @BeforeEach
    void makeATable() {
        client.createTable("mig_Job");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void takesTheValuesOfAColumnWithIt() {
        client.createColumn("mig_job", "String", "mig_Code", "");
        client.createColumn("mig_job", "String", "mig_Note", "");
        String row = "mig_jobs("
                + client.post("mig_jobs", "{\"mig_code\":\"C1\",\"mig_note\":\"kept\"}")
                        .id() + ")";
        String version = client.get(row).json().path("@odata.etag").asText();

        assertThat(deleteColumn("mig_code").status()).isEqualTo(204);

        JsonNode read = client.get(row).json();
        assertThat(read.has("mig_code")).isFalse();
        assertThat(read.path("mig_note").asText()).isEqualTo("kept");
        assertThat(read.path("@odata.etag").asText()).isEqualTo(version);
        assertThat(client.patch(row, "{\"mig_code\":\"C2\"}").status()).isEqualTo(400);
        assertThat(column("mig_code").status()).isEqualTo(404);
    }

    @Test
    void doesNotBringValuesBackWithANewColumnOfTheName() {
        client.createColumn("mig_job", "String", "mig_Code", "");
        client.createColumn("mig_job", "String", "mig_Note", "");
        String row = "mig_jobs("
                + client.post("mig_jobs", "{\"mig_code\":\"C1\",\"mig_note\":\"kept\"}")
                        .id() + ")";

        deleteColumn("mig_code");
        client.createColumn("mig_job", "Integer", "mig_Code", "");
        emulator.restart();
        client = emulator.client();

        assertThat(client.get(row).json().path("mig_code").isNull()).isTrue();
        client.patch(row, "{\"mig_code\":7}");
        assertThat(client.get(row).json().path("mig_code").asInt()).isEqualTo(7);
        assertThat(client.get(row).json().path("mig_note").asText()).isEqualTo("kept");
    }

    @Test
    void refusesAColumnThatAKeyNeedsUntilTheKeyIsGone() {
        client.createKeyColumn("mig_job", "mig_Code");

        Answer refused = deleteColumn("mig_code");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("0x8004f01f");
        assertThat(refused.message()).contains("referenced by 1 other components");
        client.delete(TABLE + "/Keys(LogicalName='mig_code_key')");

        assertThat(deleteColumn("mig_code").status()).isEqualTo(204);
    }

    @Test
    void refusesThePrimaryNameAndTheColumnsOfTheSystem() {
        assertThat(deleteColumn("mig_name").code()).isEqualTo("0x80047002");
        assertThat(deleteColumn("mig_jobid").code()).isEqualTo("0x80047009");
        assertThat(deleteColumn("statecode").code()).isEqualTo("0x80047009");
        assertThat(client.delete("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='telephone1')")
                        .code())
                .isEqualTo("0x80047009");
    }

    @Test
    void takesTheCompanionsOfAColumnWithIt() {
        client.createColumn("mig_job", "Money", "mig_Pay", "");
        client.createColumn("mig_job", "Image", "mig_Photo", ",\"IsPrimaryImage\":true");
        String pixel = Base64.getEncoder().encodeToString(new byte[] {1});
        assertThat(deleteColumn("mig_pay_base").code()).isEqualTo("0x80048cfe");
        assertThat(deleteColumn("mig_photo_url").code()).isEqualTo("0x80047016");

        assertThat(deleteColumn("mig_pay").status()).isEqualTo(204);
        assertThat(deleteColumn("mig_photo").status()).isEqualTo(204);

        assertThat(columns())
                .contains("transactioncurrencyid")
                .noneMatch(name -> name.startsWith("mig_pay") || name.startsWith("mig_photo"));
        assertThat(client.post("mig_jobs", "{\"mig_photo\":\"" + pixel + "\"}").status())
                .isEqualTo(400);
    }

    @Test
    void takesTheFilesOfAColumnWithIt() {
        client.createColumn("mig_job", "File", "mig_File", "");
        String row = "mig_jobs(" + client.post("mig_jobs", "{}").id() + ")";
        client.patch(row + "/mig_file", "hello", "Content-Type", "application/octet-stream", "x-ms-file-name", "a.txt");
        assertThat(client.get(row + "/mig_file/$value").body()).isEqualTo("hello");

        deleteColumn("mig_file");
        client.createColumn("mig_job", "File", "mig_File", "");

        assertThat(client.get(row + "/mig_file/$value").status()).isNotEqualTo(200);
        JsonNode read = client.get(row).json();
        assertThat(read.path("mig_file").isNull()).isTrue();
        assertThat(read.path("mig_file_name").isNull()).isTrue();
    }

    @Test
    void takesARelationshipAwayWithItsLookup() {
        client.createLookup("mig_job_boss", "mig_job", "contact", "mig_BossId", "Restrict");
        String boss = client.post("contacts", "{\"lastname\":\"Doe\"}").id();
        String row = "mig_jobs("
                + client.post("mig_jobs", "{\"mig_BossId@odata.bind\":\"contacts(" + boss + ")\"}")
                        .id() + ")";

        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_job_boss')")
                        .status())
                .isEqualTo(204);

        assertThat(client.get(row).json().has("_mig_bossid_value")).isFalse();
        assertThat(columns()).doesNotContain("mig_bossid");
        assertThat(client.delete("contacts(" + boss + ")").status())
                .as("nothing restricts it any more")
                .isEqualTo(204);
        assertThat(client.createLookup("mig_job_boss", "mig_job", "account", "mig_BossId", "RemoveLink")
                        .status())
                .isEqualTo(204);
        assertThat(client.get(row).json().path("_mig_bossid_value").isNull()).isTrue();
    }

    @Test
    void takesALookupAwayWithItsRelationship() {
        client.createLookup("mig_job_boss", "mig_job", "contact", "mig_BossId", "RemoveLink");

        assertThat(deleteColumn("mig_bossid").status()).isEqualTo(204);

        assertThat(client.get("RelationshipDefinitions(SchemaName='mig_job_boss')")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesAManyToManyRelationshipAwayWithItsIntersectTable() {
        client.createManyToMany("mig_job_contact", "mig_job", "contact", "");
        String contact = client.post("contacts", "{\"lastname\":\"Doe\"}").id();
        String job = client.post("mig_jobs", "{}").id();
        client.link("mig_jobs(" + job + ")", "mig_job_contact", "contacts(" + contact + ")");

        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_job_contact')")
                        .status())
                .isEqualTo(204);

        assertThat(client.get("mig_job_contactset").status()).isEqualTo(404);
        assertThat(client.get("EntityDefinitions(LogicalName='mig_job_contact')")
                        .status())
                .isEqualTo(404);
        client.createManyToMany("mig_job_contact", "mig_job", "contact", "");
        assertThat(client.get("mig_job_contactset").json().path("value"))
                .as("old links don't come back")
                .isEmpty();
    }

    @Test
    void refusesTheRelationshipsOfTheSystem() {
        assertThat(client.delete("RelationshipDefinitions(SchemaName='systemuserroles_association')")
                        .status())
                .isEqualTo(400);
        String accounts = client.get(
                        "EntityDefinitions(LogicalName='account')/ManyToOneRelationships?$select=SchemaName")
                .json()
                .at("/value/0/SchemaName")
                .asText();
        assertThat(client.delete("RelationshipDefinitions(SchemaName='" + accounts + "')")
                        .status())
                .isEqualTo(400);
        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_nothing')")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void takesTargetsFromAMultiTableLookupButTheLast() {
        client.post("CreatePolymorphicLookupAttribute", lookup("mig_About", "account", "contact"));
        String account = client.post("accounts", "{\"name\":\"A\"}").id();
        String contact = client.post("contacts", "{\"lastname\":\"C\"}").id();
        String first = job("mig_About_account", "accounts(" + account + ")");
        String second = job("mig_About_contact", "contacts(" + contact + ")");

        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_about_account')")
                        .status())
                .isEqualTo(204);

        assertThat(client.get(first).json().path("_mig_about_value").isNull()).isTrue();
        assertThat(client.get(second).json().path("_mig_about_value").asText()).isEqualTo(contact);
        assertThat(client.get(TABLE + "/Attributes(LogicalName='mig_about')/"
                                + "Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=Targets")
                        .json()
                        .path("Targets"))
                .hasSize(1);
        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_about_contact')")
                        .code())
                .isEqualTo("0x80090420");
        assertThat(deleteColumn("mig_about").status()).isEqualTo(204);
    }

    @Test
    void makesCustomerLookupsAndTakesThemAwayWhole() {
        Answer made = client.post("CreateCustomerRelationships", lookup("mig_Payer", "account", "contact"));

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.json().path("RelationshipIds")).hasSize(2);
        String contact = client.post("contacts", "{\"lastname\":\"C\"}").id();
        String row = job("mig_Payer_contact", "contacts(" + contact + ")");
        assertThat(client.get(row, "Prefer", "odata.include-annotations=\"*\"").body())
                .contains("\"_mig_payer_value@Microsoft.Dynamics.CRM.lookuplogicalname\":\"contact\"");
        assertThat(column("mig_payer").json().path("AttributeType").asText()).isEqualTo("Customer");
        assertThat(column("mig_payer").json().path("MetadataId").asText())
                .isEqualTo(made.json().path("AttributeId").asText());
        assertThat(client.post("CreateCustomerRelationships", lookup("mig_Other", "account", "lead"))
                        .status())
                .isEqualTo(400);
        assertThat(client.delete("RelationshipDefinitions(SchemaName='mig_payer_account')")
                        .status())
                .isEqualTo(501);
        assertThat(deleteColumn("mig_payer").status()).isEqualTo(204);
    }

    private static String lookup(String schemaName, String... targets) {
        List<String> relationships = Stream.of(targets)
                .map(target -> "{\"SchemaName\":\"" + schemaName.toLowerCase(Locale.ROOT) + "_" + target
                        + "\",\"ReferencedEntity\":\"" + target + "\",\"ReferencingEntity\":\"mig_job\"}")
                .toList();
        return "{\"OneToManyRelationships\":" + relationships
                + ",\"Lookup\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata\",\"SchemaName\":\""
                + schemaName + "\"}}";
    }

    private String job(String navigation, String address) {
        return "mig_jobs("
                + client.post("mig_jobs", "{\"" + navigation + "@odata.bind\":\"" + address + "\"}")
                        .id() + ")";
    }

    private Answer deleteColumn(String name) {
        return client.delete(TABLE + "/Attributes(LogicalName='" + name + "')");
    }

    private Answer column(String name) {
        return client.get(TABLE + "/Attributes(LogicalName='" + name + "')");
    }

    private List<String> columns() {
        return client.get(TABLE + "/Attributes?$select=LogicalName")
                .json()
                .path("value")
                .findValuesAsText("LogicalName");
    }
}
