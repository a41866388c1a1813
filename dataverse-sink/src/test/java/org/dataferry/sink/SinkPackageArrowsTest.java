package org.dataferry.sink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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

/**
 * The arrows between the packages of the sink. {@link #ARROWS} is the diagram: a package, and what it may know. Every
 * package may know the root, which holds the settings and the exception that all others throw.
 */
final class SinkPackageArrowsTest {

    private static final String ROOT = "org.dataferry.sink";

    private static final List<Arrow> ARROWS = List.of(
            // The library below, with a diagram of its own.
            from("client").to(),
            // What is known of rows and offsets, without any input or output.
            from("checkpoint").to(),
            from("row").to(),
            // What is known of files, without rows.
            from("file").to(),
            // The two sides: the target, and Kafka's identities.
            from("send").to("row", "file", "client"),
            from("identity").to(),
            // What was used.
            from("usage").to("client"),
            // What joins them.
            from("loop").to("checkpoint", "row", "send", "identity", "usage", "client"));

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private record Arrow(String from, Set<String> to) {
        @Override
        public String toString() {
            return from + " -> " + (to.isEmpty() ? "nothing" : String.join(", ", to));
        }
    }

    private interface From {
        Arrow to(String... packages);
    }

    private static From from(String name) {
        return packages -> new Arrow(name, Set.of(packages));
    }

    @ParameterizedTest
    @FieldSource("ARROWS")
    void packageKnowsOnlyWhatItsArrowAllows(Arrow arrow) {
        String[] known = Stream.concat(Stream.of(arrow.from()), arrow.to().stream())
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + arrow.from() + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".*..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
                .check(MAIN);
    }

    @Test
    void everyPackageIsInTheDiagram() {
        Set<String> packages = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
                .collect(Collectors.toSet());

        assertThat(ARROWS).extracting(Arrow::from).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTheLoopAndItsStoresKnowKafkaClients() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".client..", ROOT + ".send", ROOT + ".row", ROOT + ".checkpoint")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.clients..")
                .check(MAIN);
    }
}
