package org.dataferry.emulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every answer says of service protection; the limits themselves are tested where they can be reached. [api-limits] Source pages are named at each fact. */
@ExtendWith(OrgExtension.class)
class ThrottlingConformanceTest {
    private final Org org;

    ThrottlingConformanceTest(Org org) {
        this.org = org;
    }

    // [api-limits]
    @Test
    void everyAnswerSaysWhatIsLeft() {
        Answer answer = org.get("WhoAmI");

        assertThat(answer.header("x-ms-ratelimit-burst-remaining-xrm-requests")).matches("[0-9,]+");
        assertThat(answer.header("x-ms-ratelimit-time-remaining-xrm-requests")).matches("[0-9,.]+");
    }

    // [send-parallel-requests]
    @Test
    void whoAmIHintsAtTheDegreeOfParallelism() {
        assertThat(org.get("WhoAmI").header("x-ms-dop-hint")).matches("[0-9]+");
    }

    // [send-parallel-requests]
    @Test
    void theAffinityCookieNamesAWebServer() {
        assertThat(org.get("WhoAmI").headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("ARRAffinity"));
    }
}
