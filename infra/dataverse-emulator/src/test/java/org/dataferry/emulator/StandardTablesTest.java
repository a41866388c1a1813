package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables that are there from the start. Figures from Microsoft's table reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardTablesTest {
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() {
        emulator = new EmulatorFixture();
        client = emulator.client();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "account, accounts, Account, accountid, name, 1, UserOwned",
        "contact, contacts, Contact, contactid, fullname, 2, UserOwned",
        "lead, leads, Lead, leadid, fullname, 4, UserOwned",
        "opportunity, opportunities, Opportunity, opportunityid, name, 3, UserOwned",
        "incident, incidents, Incident, incidentid, title, 112, UserOwned",
        "salesorder, salesorders, SalesOrder, salesorderid, name, 1088, UserOwned",
        "salesorderdetail, salesorderdetails, SalesOrderDetail, salesorderdetailid, salesorderdetailname, 1089, UserOwned",
        "product, products, Product, productid, name, 1024, OrganizationOwned",
        "task, tasks, Task, activityid, subject, 4212, UserOwned",
        "annotation, annotations, Annotation, annotationid, subject, 5, UserOwned",
        "systemuser, systemusers, SystemUser, systemuserid, fullname, 8, BusinessOwned",
        "team, teams, Team, teamid, name, 9, BusinessOwned",
        "businessunit, businessunits, BusinessUnit, businessunitid, name, 10, BusinessOwned",
        "role, roles, Role, roleid, name, 1036, BusinessOwned",
        "transactioncurrency, transactioncurrencies, TransactionCurrency, transactioncurrencyid, currencyname, 9105, OrganizationOwned",
    })
    void hasTheStandardTables(
            String table, String set, String schemaName, String id, String name, int typeCode, String ownership) {
        JsonNode json =
                client.get("EntityDefinitions(LogicalName='" + table + "')").json();

        assertThat(json.path("EntitySetName").asText()).isEqualTo(set);
        assertThat(json.path("SchemaName").asText()).isEqualTo(schemaName);
        assertThat(json.path("PrimaryIdAttribute").asText()).isEqualTo(id);
        assertThat(json.path("PrimaryNameAttribute").asText()).isEqualTo(name);
        assertThat(json.path("ObjectTypeCode").asInt()).isEqualTo(typeCode);
        assertThat(json.path("OwnershipType").asText()).isEqualTo(ownership);
        assertThat(client.get(set + "?$top=1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "account, name, String, 160",
        "account, accountnumber, String, 20",
        "account, address1_line1, String, 250",
        "account, address2_county, String, 50",
        "contact, emailaddress1, String, 100",
        "contact, jobtitle, String, 100",
        "lead, subject, String, 300",
        "opportunity, name, String, 300",
        "incident, title, String, 200",
        "incident, ticketnumber, String, 100",
        "product, productnumber, String, 100",
        "task, subject, String, 200",
        "annotation, notetext, Memo, 100000",
        "annotation, filename, String, 255",
        "transactioncurrency, isocurrencycode, String, 5",
        "systemuser, internalemailaddress, String, 100",
    })
    void hasTextsOfTheDocumentedLength(String table, String column, String type, int length) {
        JsonNode json = client.get("EntityDefinitions(LogicalName='" + table + "')/Attributes/Microsoft.Dynamics.CRM."
                        + type + "AttributeMetadata?$filter=LogicalName%20eq%20'" + column + "'")
                .json()
                .path("value")
                .path(0);

        assertThat(json.path("MaxLength").asInt()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "account, customertypecode, 12",
        "account, industrycode, 33",
        "contact, familystatuscode, 4",
        "lead, leadsourcecode, 10",
        "opportunity, statuscode, 5",
        "incident, statuscode, 8",
        "task, statuscode, 6",
        "salesorder, statecode, 5",
        "product, productstructure, 3",
    })
    void hasTheDocumentedOptions(String table, String column, int count) {
        String type = column.equals("statuscode") ? "Status" : column.equals("statecode") ? "State" : "Picklist";
        JsonNode json = client.get("EntityDefinitions(LogicalName='" + table + "')/Attributes/Microsoft.Dynamics.CRM."
                        + type + "AttributeMetadata?$select=LogicalName&$expand=OptionSet&$filter=LogicalName%20eq%20'"
                        + column + "'")
                .json()
                .path("value")
                .path(0);

        assertThat(json.path("OptionSet").path("Options")).as(json.toString()).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({
        "contact, contact_customer_accounts, parentcustomerid, parentcustomerid_account, account, Cascade",
        "account, account_primary_contact, primarycontactid, primarycontactid, contact, RemoveLink",
        "task, Account_Tasks, regardingobjectid, regardingobjectid_account_task, account, Cascade",
        "annotation, Contact_Annotation, objectid, objectid_contact, contact, Cascade",
        "salesorderdetail, order_details, salesorderid, salesorderid, salesorder, Cascade",
        "salesorderdetail, product_order_details, productid, productid, product, Restrict",
        "incident, incident_customer_contacts, customerid, customerid_contact, contact, Cascade",
    })
    void hasTheDocumentedRelationships(
            String table, String name, String column, String navigation, String target, String onDelete) {
        JsonNode json = client.get("EntityDefinitions(LogicalName='" + table + "')/ManyToOneRelationships(SchemaName='"
                        + name + "')")
                .json();

        assertThat(json.path("ReferencingAttribute").asText()).isEqualTo(column);
        assertThat(json.path("ReferencingEntityNavigationPropertyName").asText())
                .isEqualTo(navigation);
        assertThat(json.path("ReferencedEntity").asText()).isEqualTo(target);
        assertThat(json.path("ReferencedEntityNavigationPropertyName").asText()).isEqualTo(name);
        assertThat(json.path("CascadeConfiguration").path("Delete").asText()).isEqualTo(onDelete);
    }

    @Test
    void hasTheRowsOfAnEmptyEnvironment() {
        assertThat(client.get("transactioncurrencies")
                        .json()
                        .path("value")
                        .path(0)
                        .path("isocurrencycode")
                        .asText())
                .isEqualTo("USD");
        assertThat(client.get("roles").json().path("value").findValuesAsText("name"))
                .contains("System Administrator", "Basic User");
        assertThat(client.get("teams?$filter=isdefault%20eq%20true").json().path("value"))
                .isNotEmpty();
    }

    @Test
    void numbersCasesAndOrders() {
        String account = client.post("accounts", "{}").id();

        String number = client.post(
                        "incidents",
                        "{\"title\":\"t\",\"customerid_account@odata.bind\":\"/accounts(" + account + ")\"}",
                        "Prefer",
                        "return=representation")
                .json()
                .path("ticketnumber")
                .asText();

        assertThat(number).matches("CAS-0\\d{4}-[A-Z0-9]{6}");
    }

    @Test
    void keepsWhatItHasOverARestart() {
        String definitions =
                client.get("EntityDefinitions?$select=LogicalName,MetadataId").body();

        emulator.restart();
        client = emulator.client();

        assertThat(client.get("EntityDefinitions?$select=LogicalName,MetadataId")
                        .body()
                        .replaceAll("127.0.0.1:\\d+", ""))
                .isEqualTo(definitions.replaceAll("127.0.0.1:\\d+", ""));
        assertThat(client.get("roles/$count").body()).isEqualTo("2");
    }
}
