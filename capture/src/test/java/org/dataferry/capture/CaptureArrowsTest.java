package org.dataferry.capture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages. All may know the root's exception; only the root puts the parts together. */
@AnalyzeClasses(packages = "org.dataferry.capture", importOptions = ImportOption.DoNotIncludeTests.class)
final class CaptureArrowsTest {

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.dataferry.capture.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule partsKnowOfTheRootOnlyItsException = noClasses()
            .that()
            .resideInAPackage("org.dataferry.capture.*")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(CaptureProcess.class.getName())
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName(CaptureSettings.class.getName());

    /** A library for whoever checks a source, loads it, or sets a fence in it. */
    @ArchTest
    static final ArchRule sourceKnowsOnlyTheDatabase = classes()
            .that()
            .resideInAPackage("org.dataferry.capture.source")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.dataferry.capture.source",
                    "org.dataferry.capture",
                    "java..",
                    "org.postgresql..",
                    "org.slf4j..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule debeziumIsKnownToTheEngineOnly = noClasses()
            .that()
            .resideOutsideOfPackage("org.dataferry.capture.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..");
}
