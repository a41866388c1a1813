package org.dataferry.sink.client.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dataferry.sink.client.metadata.ColumnType.Option;
import org.dataferry.sink.client.metadata.ManyToManyRelationship.End;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.testing.EmulatedTarget;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Relationships made and read back at a server that keeps them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetadataEmulatorTest {
    private EmulatedTarget target;
    private MetadataWriter writer;
    private MetadataReader reader;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        target = EmulatedTarget.start(data);
        target.makeOrders();
        writer = target.lane().metadataWriter();
        reader = target.lane().metadata();
    }

    @AfterAll
    void stop() {
        target.close();
    }

    @Test
    void makesAManyToManyRelationshipOnce() throws Exception {
        NewManyToMany relationship = new NewManyToMany(
                "mig_Order_Contact", "mig_OrderContact", "mig_order", "mig_Contacts", "contact", "mig_Orders");

        writer.createManyToMany(relationship);
        writer.createManyToMany(relationship);

        ManyToManyRelationship expected = new ManyToManyRelationship(
                "mig_Order_Contact",
                "mig_ordercontact",
                Optional.of(new EntitySet("mig_ordercontactset", "mig_ordercontact", "mig_ordercontactid")),
                new End("mig_order", "mig_orderid", "mig_Contacts"),
                new End("contact", "contactid", "mig_Orders"));
        assertThat(reader.manyToManyRelationships("mig_order")).contains(expected);
        assertThat(reader.manyToManyRelationships("contact")).contains(expected);
    }

    @Test
    void tellsTheEndsOfATableLinkedToItselfApart() throws Exception {
        writer.createManyToMany(new NewManyToMany(
                "mig_account_account", "mig_partners", "account", "mig_Suppliers", "account", "mig_Customers"));

        assertThat(reader.manyToManyRelationships("account"))
                .filteredOn(relationship -> relationship.schemaName().equals("mig_account_account"))
                .singleElement()
                .satisfies(relationship -> {
                    assertThat(relationship.first()).isEqualTo(new End("account", "accountidone", "mig_Suppliers"));
                    assertThat(relationship.second()).isEqualTo(new End("account", "accountidtwo", "mig_Customers"));
                });
    }

    @Test
    void addsAnOptionToAChoiceOnce() throws Exception {
        writer.addColumn(
                "mig_order",
                new NewColumn(
                        "mig_Kind", "Kind", new ColumnType.Choice(List.of(new Option(3, "New"))), RequiredLevel.NONE));
        ColumnType.Choice choice = choice();

        writer.insertOption("mig_order", "mig_kind", choice, new Option(7, "Old"));
        writer.insertOption("mig_order", "mig_kind", choice, new Option(7, "Old"));

        assertThat(choice()).isEqualTo(new ColumnType.Choice(List.of(new Option(3, "New"), new Option(7, "Old"))));
    }

    private ColumnType.Choice choice() throws Exception {
        return (ColumnType.Choice) reader.table("mig_order")
                .flatMap(table -> table.column("mig_kind"))
                .orElseThrow()
                .type();
    }

    @Test
    void makesALookupToSeveralTablesOnce() throws Exception {
        NewPolymorphicLookup lookup = new NewPolymorphicLookup(
                "mig_order",
                "mig_BuyerId",
                "Buyer",
                List.of(
                        new NewPolymorphicLookup.Target("mig_order_account_buyer", "account"),
                        new NewPolymorphicLookup.Target("mig_order_contact_buyer", "contact")));

        writer.createPolymorphicLookup(lookup);
        writer.createPolymorphicLookup(lookup);

        TableDefinition order = reader.table("mig_order").orElseThrow();
        assertThat(order.column("mig_buyerid").orElseThrow().type())
                .isEqualTo(new ColumnType.Lookup(List.of("account", "contact")));
        assertThat(order.lookup("mig_buyerid", "account"))
                .hasValue(new LookupRelationship(
                        "mig_order_account_buyer",
                        "mig_buyerid",
                        "mig_BuyerId_account",
                        "account",
                        "accountid",
                        "RemoveLink"));
        assertThat(order.lookup("mig_buyerid", "contact"))
                .map(LookupRelationship::navigationProperty)
                .hasValue("mig_BuyerId_contact");
    }

    @Test
    void readsOneRelationshipPerTargetOfACustomer() throws Exception {
        TableDefinition contact = reader.table("contact").orElseThrow();

        assertThat(contact.lookups())
                .filteredOn(lookup -> lookup.column().equals("parentcustomerid"))
                .extracting(LookupRelationship::referencedTable, LookupRelationship::navigationProperty)
                .containsExactlyInAnyOrder(
                        tuple("account", "parentcustomerid_account"), tuple("contact", "parentcustomerid_contact"));
    }
}
