package org.dataferry.emulator;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "org.dataferry.emulator", importOptions = DoNotIncludeTests.class)
class PackageArrowsTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.dataferry.emulator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingOfFerryIsKnown = ArchRuleDefinition.noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.dataferry.schemas..",
                    "org.dataferry.capture..",
                    "org.dataferry.transform..",
                    "org.dataferry.sink..",
                    "org.dataferry.control..");
}
