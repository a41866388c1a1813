package org.dataferry.transform.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.transform.mapping.LoadPlan.PatchedLookup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups in, order and patched lookups out. A lookup is written {@code entity.lookup > named, fields}. */
class LoadPlanTest {

    @TempDir
    Path folder;

    @Test
    void putsNamedEntitiesFirst() {
        LoadPlan plan = LoadPlan.of(bench("order.customer > account", "line.order > order", "account.region > region")
                .files());

        assertThat(plan.entities()).containsExactly("region", "account", "order", "line");
        assertThat(plan.patched()).isEmpty();
    }

    @Test
    void patchesALookupToItsOwnEntity() {
        LoadPlan plan = LoadPlan.of(bench("contact.manager > contact").files());

        assertThat(plan.patched())
                .containsExactly(
                        new PatchedLookup("contact", "manager", Optional.of("contact names contact by manager")));
    }

    @Test
    void breaksEveryCycleWithTheFewestLookups() {
        LoadPlan plan = LoadPlan.of(
                bench("a.b > b", "b.c > c", "c.a > a", "c.b > b", "d.a > a").files());

        assertThat(plan.patched())
                .containsExactly(new PatchedLookup("b", "c", Optional.of("b names c by c, c names b by b")));
        assertThat(plan.entities()).containsExactly("b", "a", "c", "d");
    }

    @Test
    void ratherPatchesALookupThatIsNotRequired() {
        LoadPlan plan = LoadPlan.of(bench("account.contact > contact, required: true", "contact.account > account")
                .files());

        assertThat(plan.patched())
                .containsExactly(new PatchedLookup(
                        "contact",
                        "account",
                        Optional.of("contact names account by account, account names contact by contact")));
    }

    @Test
    void doesAsTheFileSays() {
        LoadPlan plan = LoadPlan.of(bench(
                        "account.contact > contact, patched: false",
                        "contact.account > account",
                        "order.account > account, patched: true")
                .files());

        assertThat(plan.patched())
                .containsExactly(
                        new PatchedLookup(
                                "contact",
                                "account",
                                Optional.of("contact names account by account, account names contact by contact")),
                        new PatchedLookup("order", "account", Optional.empty()));
        assertThat(plan.entities()).containsExactly("contact", "account", "order");
    }

    @Test
    void isTheSameInWhicheverOrderTheFilesCome() {
        List<String> lookups = List.of("a.b > b", "b.a > a", "b.c > c", "c.b > b", "a.c > c", "c.a > a", "c.c > c");

        LoadPlan plan = LoadPlan.of(bench(lookups.toArray(String[]::new)).files());

        assertThat(LoadPlan.of(bench(lookups.toArray(String[]::new)).files().reversed()))
                .isEqualTo(plan);
        assertThat(plan.patched()).hasSize(4);
    }

    @Test
    void breaksACycleOfManyLookups() {
        String[] lookups = new String[20];
        for (int i = 0; i < lookups.length; i++) {
            lookups[i] = "e%02d.next > e%02d".formatted(i, (i + 1) % lookups.length);
        }

        assertThat(LoadPlan.of(bench(lookups).files()).patched()).hasSize(1);
    }

    @Test
    void refusesACycleThatMayNotBeBroken() {
        assertThat(bench("a.b > b, patched: false", "b.a > a, patched: false").problems())
                .containsExactly(
                        "a.yaml, line 4, lookups.b.patched: this is a cycle in which no lookup may be patched, so"
                                + " none of its rows could be the first: a names b by b, b names a by a; leave patched: false"
                                + " out of one of them");
    }

    @Test
    void refusesToPatchWhatDataverseRequires() {
        MappingBench bench = bench("a.b > b", "b.a > a").target("a", "name text(10)", "b lookup:b required");

        assertThat(bench.problems())
                .containsExactly(
                        "a.yaml, line 4, lookups.b: Dataverse requires a value of it, so no row can be written without it"
                                + " and patched; add patched: false here, and patched: true to another lookup of the"
                                + " cycle");
    }

    @Test
    void tellsEachMappingItsPatchedLookups() {
        Mappings mappings = bench("a.b > b", "b.a > a", "a.a > a").compile();

        assertThat(mappings.all())
                .extracting(EntityMapping::entity, EntityMapping::patchedLookups, EntityMapping::namedEntities)
                .containsExactly(tuple("a", Set.of("a", "b"), Set.of("a", "b")), tuple("b", Set.of(), Set.of("a")));
    }

    private MappingBench bench(String... lookups) {
        Map<String, List<String>> byEntity = Arrays.stream(lookups)
                .flatMap(lookup -> Arrays.stream(new String[] {lookup, lookup.replaceAll(".* > (\\w+).*", "$1.")}))
                .collect(Collectors.groupingBy(
                        lookup -> lookup.substring(0, lookup.indexOf('.')), LinkedHashMap::new, Collectors.toList()));
        MappingBench bench = new MappingBench(folder);
        byEntity.forEach((entity, own) -> {
            List<String> named =
                    own.stream().filter(lookup -> lookup.contains(" > ")).toList();
            bench.source("public." + entity, "*id WHOLE", "name TEXT");
            String[] columns = Stream.concat(
                            Stream.of("name text(10)"),
                            named.stream().map(lookup -> lookup.replaceAll("\\w+\\.(\\w+) > (\\w+).*", "$1 lookup:$2")))
                    .toArray(String[]::new);
            bench.target(entity, columns);
            String yaml = named.stream()
                    .map(lookup -> lookup.replaceAll("\\w+\\.(\\w+) > (.*)", "$1: { by: id, to: $2 }"))
                    .collect(Collectors.joining(", "));
            bench.file(
                    entity + ".yaml",
                    "entity: %s\nfrom: %s\ncolumns: { name: name }\nlookups: { %s }\n".formatted(entity, entity, yaml));
        });
        return bench;
    }
}
