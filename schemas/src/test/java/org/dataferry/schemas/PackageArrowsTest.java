package org.dataferry.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
 * The arrows between the packages of this module. {@link #ARROWS} is the diagram: a package, and what it may know.
 *
 * <p>From the top down: values; what rows are known by; what happened at the source; what is asked of the target; what
 * became of that. Beside them the marks and topics; below, how all of it is written down and where schemas are kept.
 * Every package may know the root, which holds only the exception that all others extend.
 */
class PackageArrowsTest {

    private static final String ROOT = "org.dataferry.schemas";

    private static final List<Arrow> ARROWS = List.of(
            // The language.
            from("value").to(),
            from("key").to("value"),
            from("change").to("key", "value"),
            from("write").to("change", "key", "value"),
            from("outcome").to("write", "key"),
            from("identity").to("key"),
            from("fence").to(),
            // Where it stands in Kafka.
            from("topic").to("key"),
            // How it is written down.
            from("secret").to(),
            from("words").to(),
            from("registry").to("secret"),
            from("replay").to("key"),
            from("control").to("key", "write"),
            from("usage").to(),
            from("avro")
                    .to(
                            "registry",
                            "outcome",
                            "write",
                            "change",
                            "key",
                            "value",
                            "identity",
                            "fence",
                            "replay",
                            "control",
                            "usage"),
            from("envelope").to("avro", "registry", "change", "key", "value"),
            // Whether what stands there can be read.
            from("check").to("avro", "registry", "topic"),
            from("follow").to("avro", "control", "usage", "topic"),
            // What a migration's folder says about it.
            from("settings").to("registry", "secret", "topic", "control", "key", "words"));

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
                .map(name -> ROOT + "." + name)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + arrow.from())
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".*")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
                .check(MAIN);
    }

    @Test
    void everyPackageIsInTheDiagram() {
        Set<String> packages = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toSet());

        assertThat(ARROWS).extracting(Arrow::from).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    /** The language is for every process: it must not bring an engine or a server along. */
    @Test
    void languageKnowsNoStageNoStreamsAndNoServer() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "java..",
                        "javax.net.ssl..",
                        "org.jspecify.annotations..",
                        "org.slf4j..",
                        "org.apache.avro..",
                        "com.fasterxml.jackson..",
                        "org.apache.kafka.clients..",
                        "org.apache.kafka.common..")
                .because("no Kafka Streams, no Connect, no HTTP server, and nothing of the stages belongs here")
                .check(MAIN);
    }

    /** Where a library is known: the rest of the language could be read without it. */
    @Test
    void librariesStayWhereTheyAreNeeded() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".value",
                        ROOT + ".key",
                        ROOT + ".change",
                        ROOT + ".write",
                        ROOT + ".outcome",
                        ROOT + ".identity",
                        ROOT + ".fence",
                        ROOT + ".replay",
                        ROOT + ".secret")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "com.fasterxml..")
                .because("what is said does not depend on how it is written down")
                .check(MAIN);
    }
}
