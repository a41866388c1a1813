package org.dataferry.transform.mapping;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The library stands alone, and CEL stays in its package. */
class MappingArrowsTest {

    private static final String MAPPING = "org.dataferry.transform.mapping";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(MAPPING);

    @Test
    void packagesHaveNoCycle() {
        slices().matching(MAPPING + ".(*)..").should().beFreeOfCycles().check(classes);
        noClasses()
                .that()
                .resideInAPackage(MAPPING + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MAPPING)
                .check(classes);
    }

    @Test
    void knowsNeitherKafkaNorTheTopology() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.dataferry.transform", "org.dataferry.transform.topology..")
                .check(classes);
    }

    @Test
    void celStaysInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage(MAPPING + ".cel")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.cel..", "com.google..")
                .check(classes);
    }
}
