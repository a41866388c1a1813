package org.dataferry.emulator.metadata;

import java.util.List;
import java.util.Locale;
import org.dataferry.emulator.metadata.ColumnType.Behavior;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Relationship.OnDelete;

/**
 * The tables that are there from the start: business unit, system user, account and contact with the columns a migration uses.
 *
 * <p>Source: Microsoft's Dataverse table reference.
 */
public final class BuiltInTables {
    private static final ColumnType DATE = new ColumnType.DateTime(Behavior.DateOnly, "DateOnly");

    private BuiltInTables() {}

    public static Catalog catalog() {
        Catalog catalog = businessUnit().addTo(Catalog.empty());
        catalog = systemUser().addTo(catalog);
        catalog = account().addTo(catalog);
        return contact().addTo(catalog);
    }

    private static TableBuilder table(int number, String logicalName, String schemaName, String ownership) {
        String plural = Plural.of(logicalName);
        return new TableBuilder(new Table.Names(
                number,
                TableBuilder.idOf("table " + logicalName),
                logicalName,
                schemaName,
                plural,
                plural,
                schemaName,
                plural.substring(0, 1).toUpperCase(Locale.ROOT) + plural.substring(1),
                ownership,
                false));
    }

    private static TableBuilder businessUnit() {
        return table(1, "businessunit", "BusinessUnit", "BusinessOwned")
                .primaryName("name", 160, true)
                .lookup("parentbusinessunitid", "Lookup", "parentbusinessunitid", "businessunit", OnDelete.Restrict)
                .column("isdisabled", new ColumnType.YesNo(false, "Yes", "No"))
                .audit();
    }

    private static TableBuilder systemUser() {
        return table(2, "systemuser", "SystemUser", "BusinessOwned")
                .primaryName("fullname", 200, false)
                .text("firstname", 256)
                .text("lastname", 256)
                .text("domainname", 1024)
                .text("internalemailaddress", 100)
                .column("applicationid", new ColumnType.UniqueIdentifier())
                .column("azureactivedirectoryobjectid", new ColumnType.UniqueIdentifier())
                .column("isdisabled", new ColumnType.YesNo(false, "Disabled", "Enabled"))
                .column("accessmode", accessModes())
                .lookup("businessunitid", "Lookup", "businessunitid", "businessunit", OnDelete.Restrict)
                .audit();
    }

    private static ColumnType accessModes() {
        return new ColumnType.Choice(
                List.of(
                        Option.of(0, "Read-Write"),
                        Option.of(1, "Administrative"),
                        Option.of(2, "Read"),
                        Option.of(3, "Support User"),
                        Option.of(4, "Non-interactive"),
                        Option.of(5, "Delegated Admin")),
                0);
    }

    private static TableBuilder account() {
        return table(3, "account", "Account", "UserOwned")
                .primaryName("name", 160, true)
                .text("accountnumber", 20)
                .text("telephone1", 50)
                .text("telephone2", 50)
                .text("fax", 50)
                .text("emailaddress1", 100)
                .text("websiteurl", 200)
                .column("description", new ColumnType.Memo(2000))
                .column("numberofemployees", new ColumnType.WholeNumber(0, 1_000_000_000))
                .amount("revenue")
                .amount("creditlimit")
                .column("creditonhold", new ColumnType.YesNo(false, "Yes", "No"))
                .column("customertypecode", relationshipTypes())
                .address()
                .lookup("primarycontactid", "Lookup", "primarycontactid", "contact", OnDelete.RemoveLink)
                .lookup("parentaccountid", "Lookup", "parentaccountid", "account", OnDelete.RemoveLink)
                .system();
    }

    /** Source: Microsoft's table reference, account, CustomerTypeCode. */
    private static ColumnType relationshipTypes() {
        return new ColumnType.Choice(
                List.of(
                        Option.of(1, "Competitor"),
                        Option.of(2, "Consultant"),
                        Option.of(3, "Customer"),
                        Option.of(4, "Investor"),
                        Option.of(5, "Partner"),
                        Option.of(6, "Influencer"),
                        Option.of(7, "Press"),
                        Option.of(8, "Prospect"),
                        Option.of(9, "Reseller"),
                        Option.of(10, "Supplier"),
                        Option.of(11, "Vendor"),
                        Option.of(12, "Other")),
                -1);
    }

    private static TableBuilder contact() {
        return table(4, "contact", "Contact", "UserOwned")
                .primaryName("fullname", 160, false)
                .text("firstname", 50)
                .text("middlename", 50)
                .text("lastname", 50)
                .text("jobtitle", 100)
                .text("salutation", 100)
                .text("department", 100)
                .column("birthdate", DATE)
                .column("anniversary", DATE)
                .text("telephone1", 50)
                .text("telephone2", 50)
                .text("mobilephone", 50)
                .text("fax", 50)
                .text("emailaddress1", 100)
                .text("employeeid", 50)
                .column("description", new ColumnType.Memo(2000))
                .column("gendercode", new ColumnType.Choice(List.of(Option.of(1, "Male"), Option.of(2, "Female")), -1))
                .column("numberofchildren", new ColumnType.WholeNumber(0, 1_000_000_000))
                .column("address1_latitude", new ColumnType.DoubleNumber(5, -90, 90))
                .address()
                .customer("parentcustomerid", OnDelete.RemoveLink)
                .system();
    }
}
