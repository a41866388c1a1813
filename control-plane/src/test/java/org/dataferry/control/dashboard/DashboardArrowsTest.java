package org.dataferry.control.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The arrows between the packages of the dashboard; the root wires all of them, and none knows it. */
class DashboardArrowsTest {

    private static final String ROOT = "org.dataferry.control.dashboard";

    private static final List<Arrow> ARROWS = List.of(
            new Arrow("access", Set.of()),
            new Arrow("live", Set.of()),
            new Arrow("http", Set.of("access")),
            new Arrow("metrics", Set.of("live")),
            new Arrow("alert", Set.of("live")),
            new Arrow("api", Set.of("http", "access", "live")));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dataferry.control");

    private record Arrow(String from, Set<String> to) {}

    @ParameterizedTest
    @FieldSource("ARROWS")
    void packageKnowsOnlyWhatItsArrowAllows(Arrow arrow) {
        String[] known = Stream.concat(Stream.of(arrow.from()), arrow.to().stream())
                .map(name -> ROOT + "." + name)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + arrow.from())
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
                .check(MAIN);
    }

    @Test
    void everyPackageIsInTheDiagram() {
        Set<String> packages = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());

        assertThat(ARROWS).extracting(Arrow::from).containsExactlyInAnyOrderElementsOf(packages);
    }

    /** The data path never waits for the dashboard: nothing but the commands knows it. */
    @Test
    void onlyTheCommandsKnowTheDashboard() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "..", "org.dataferry.control.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "..")
                .check(MAIN);
    }

    @Test
    void httpStaysWhereItIsNeeded() {
        noClasses()
                .that()
                .resideInAPackage("org.dataferry.control..")
                .and()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
                .check(MAIN);
    }
}
