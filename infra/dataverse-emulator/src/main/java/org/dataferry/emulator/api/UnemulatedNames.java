package org.dataferry.emulator.api;

import java.util.Set;

/** Names that Dataverse has and this server has not: they are answered with 501, so that nobody takes them for absent. */
final class UnemulatedNames {
    private static final Set<String> NAMES = Set.of(
            "ManagedPropertyDefinitions",
            "ImportSolution",
            "InitializeAnnotationBlocksDownload",
            "InitializeAttachmentBlocksDownload",
            "InitializeAttachmentBlocksUpload",
            "CommitAttachmentBlocksUpload",
            "RetrieveTimestamp",
            "appointments",
            "campaigns",
            "connections",
            "emails",
            "invoices",
            "lists",
            "phonecalls",
            "pricelevels",
            "publishers",
            "queues",
            "quotes",
            "solutions",
            "subjects",
            "territories",
            "uoms");

    private UnemulatedNames() {}

    static boolean contain(String name) {
        return NAMES.contains(name);
    }
}
