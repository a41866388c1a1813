package org.dataferry.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The modules and who may know whom.
 *
 * <pre>
 *                   schemas
 *          ▲           ▲            ▲
 *       capture    transform       sink        none of the three knows another
 *          ▲           ▲            ▲
 *          └───── control-plane ────┴───► embedded      (the servers of one machine)
 *
 *       emulator    known by nobody, and knows nobody
 * </pre>
 */
final class ArchitectureTest {

    private static final JavaClasses FERRY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.dataferry");

    @Test
    void modulesKnowOnlyWhatIsBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.dataferry..")
                .layer("schemas")
                .definedBy("org.dataferry.schemas..")
                .layer("capture")
                .definedBy("org.dataferry.capture..")
                .layer("transform-streams")
                .definedBy("org.dataferry.transform..")
                .layer("dataverse-sink")
                .definedBy("org.dataferry.sink..")
                .layer("control-plane")
                .definedBy("org.dataferry.control..")
                .layer("embedded")
                .definedBy("org.dataferry.embedded..")
                .layer("dataverse-emulator")
                .definedBy("org.dataferry.emulator..")
                .whereLayer("schemas")
                .mayNotAccessAnyLayer()
                .whereLayer("capture")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("transform-streams")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("dataverse-sink")
                .mayOnlyAccessLayers("schemas")
                .whereLayer("control-plane")
                .mayOnlyAccessLayers("schemas", "capture", "transform-streams", "dataverse-sink", "embedded")
                .whereLayer("embedded")
                .mayNotAccessAnyLayer()
                .whereLayer("dataverse-emulator")
                .mayNotAccessAnyLayer()
                .ensureAllClassesAreContainedInArchitectureIgnoring("org.dataferry.acceptance..")
                .check(FERRY);
    }

    @Test
    void theLanguageKnowsNeitherStreamsNorHttpServers() {
        noClasses()
                .that()
                .resideInAPackage("org.dataferry.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.streams..", "io.javalin..", "io.debezium..", "okhttp3..", "dev.cel..")
                .check(FERRY);
    }

    @Test
    void packagesOfAModuleHaveNoCycle() {
        slices().matching("org.dataferry.(*).(*)..").should().beFreeOfCycles().check(FERRY);
    }
}
