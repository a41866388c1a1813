package org.dataferry.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a fence may hang on rows of any source, so one of each source has to pass. */
final class FenceProgressTest {

    private final FenceProgress progress = new FenceProgress(List.of("erp", "crm"));

    @Test
    void aRoundIsPassedWhenAFenceOfEachSourceIs() {
        progress.passedUpTo("erp", 7);
        assertThat(progress.passed()).as("nothing is known of the other source").isZero();

        progress.passedUpTo("crm", 4);
        assertThat(progress.passed()).isEqualTo(4);

        progress.passedUpTo("crm", 9);
        assertThat(progress.passed()).isEqualTo(7);
    }

    @Test
    void whatWasPassedStaysSo() {
        progress.passedUpTo("erp", 7);
        progress.passedUpTo("crm", 8);
        progress.passedUpTo("erp", 3);

        assertThat(progress.passed()).isEqualTo(7);
    }

    @Test
    void withoutAnySourceNothingPasses() {
        assertThat(new FenceProgress(List.of()).passed()).isZero();
    }
}
