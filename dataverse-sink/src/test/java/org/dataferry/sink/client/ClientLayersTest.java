package org.dataferry.sink.client;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows that the package guide draws. */
@AnalyzeClasses(packages = "org.dataferry.sink.client", importOptions = ImportOption.DoNotIncludeTests.class)
final class ClientLayersTest {
    @ArchTest
    static final ArchRule arrowsPointTowardsTheProtocol = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("lane")
            .definedBy("org.dataferry.sink.client")
            .layer("metadata")
            .definedBy("..client.metadata")
            .layer("rows")
            .definedBy("..client.rows")
            .layer("transport")
            .definedBy("..client.transport")
            .layer("pacing")
            .definedBy("..client.pacing")
            .layer("token")
            .definedBy("..client.token")
            .layer("protocol")
            .definedBy("..client.protocol")
            .whereLayer("lane")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("metadata")
            .mayOnlyBeAccessedByLayers("lane")
            .whereLayer("rows")
            .mayOnlyBeAccessedByLayers("lane")
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("lane", "metadata")
            .whereLayer("pacing")
            .mayOnlyBeAccessedByLayers("lane", "transport")
            .whereLayer("token")
            .mayOnlyBeAccessedByLayers("lane", "transport");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.dataferry.sink.client.(*)..").should().beFreeOfCycles();
}
