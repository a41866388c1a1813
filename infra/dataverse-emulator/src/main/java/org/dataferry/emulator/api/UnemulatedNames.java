package org.dataferry.emulator.api;

import java.util.Set;

/** Names that Dataverse has and this server has not: they are answered with 501, so that nobody takes them for absent. */
final class UnemulatedNames {
    private static final Set<String> NAMES = Set.of(
            "$metadata",
            "GlobalOptionSetDefinitions",
            "ManagedPropertyDefinitions",
            "BulkDelete",
            "CreateCustomerRelationships",
            "InitializeFileBlocksUpload",
            "UploadBlock",
            "CommitFileBlocksUpload",
            "ImportSolution",
            "RetrieveCurrentOrganization",
            "annotations",
            "appointments",
            "asyncoperations",
            "campaigns",
            "connections",
            "emails",
            "incidents",
            "invoices",
            "leads",
            "lists",
            "opportunities",
            "organizations",
            "phonecalls",
            "pricelevels",
            "products",
            "publishers",
            "queues",
            "quotes",
            "roles",
            "salesorders",
            "sdkmessagefilters",
            "solutions",
            "subjects",
            "tasks",
            "teams",
            "territories",
            "transactioncurrencies",
            "uoms");

    private UnemulatedNames() {}

    static boolean contain(String name) {
        return NAMES.contains(name);
    }
}
