package org.dataferry.transform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** process ─► topology ─► state, mapping. The mapping and the state know neither Kafka nor each other. */
class TransformArrowsTest {

    private static final String ROOT = "org.dataferry.transform";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void rowsStatesAndMappingsDoNotKnowKafka() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".state..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", ROOT, ROOT + ".topology..", ROOT + ".row..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".mapping..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", ROOT + ".topology..", ROOT + ".state..", ROOT + ".row..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".row..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", ROOT, ROOT + ".topology..")
                .check(CLASSES);
    }

    @Test
    void topologyDoesNotKnowHowItIsStarted() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, "org.apache.kafka.clients..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingHereKnowsAnotherProcess() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dataferry.capture..", "org.dataferry.sink..", "org.dataferry.control..")
                .check(CLASSES);
    }
}
