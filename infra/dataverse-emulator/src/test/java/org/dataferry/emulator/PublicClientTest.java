package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dataferry.emulator.auth.ApplicationUser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The public npm package {@code dynamics-web-api}, written by others against Dataverse itself, works against the emulator. The checks are in
 * {@code src/test/js/public-client.cjs}; each is a test here. A check that the emulator answers with 501 is skipped and says so.
 */
class PublicClientTest {
    private static final int FEWEST_CHECKS = 50;

    @TestFactory
    Stream<DynamicTest> worksAsAgainstDataverse() throws Exception {
        PublicPackages.install();
        List<JsonNode> checks = new ArrayList<>();
        try (EmulatorFixture emulator = new EmulatorFixture()) {
            PublicPackages.Ended run = PublicPackages.run(
                    List.of(
                            "node",
                            "public-client.cjs",
                            emulator.baseUrl(),
                            ApplicationUser.FERRY.clientId().toString()),
                    Map.of("CLIENT_SECRET", ApplicationUser.FERRY.secret()));
            assertThat(run.exitCode()).as(run.output()).isZero();
            for (String line : run.output().lines().toList()) {
                checks.add(ApiClient.JSON.readTree(line));
            }
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(FEWEST_CHECKS);
        return checks.stream().map(PublicClientTest::test);
    }

    private static DynamicTest test(JsonNode check) {
        String detail = check.path("detail").asText();
        return DynamicTest.dynamicTest(check.path("check").asText(), () -> {
            switch (check.path("outcome").asText()) {
                case "passed" -> assertThat(detail).isEmpty();
                case "notEmulated" -> abort("not emulated: " + detail);
                default -> throw new AssertionError(detail);
            }
        });
    }
}
