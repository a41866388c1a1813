package org.dataferry.control.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.dataferry.control.demo.StageRates.Sample;
import org.junit.jupiter.api.Test;

class StageRatesTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void countsFromTheLastLookWithNothingToTheFirstWithAll() {
        StageRates rates = new StageRates();
        rates.add(new Sample(0, 0, 0, 0));
        rates.add(new Sample(2 * SECOND, 0, 0, 0));
        rates.add(new Sample(4 * SECOND, 1_000, 600, 0));
        rates.add(new Sample(6 * SECOND, 1_000, 1_200, 1_200));

        assertThat(rates.of(Sample::captured, 1_000).orElseThrow()).isEqualTo(500, within(1e-6));
        // Twelve hundred writes are the thousand rows.
        assertThat(rates.of(Sample::announced, 1_000).orElseThrow()).isEqualTo(250, within(1e-6));
        assertThat(rates.perSecond(Sample::announced).orElseThrow()).isEqualTo(300, within(1e-6));
        assertThat(rates.overall(1_000).orElseThrow()).isEqualTo(1_000 / 6.0, within(1e-6));
    }

    @Test
    void countsOnlyWhatAContinuedDemoHadLeft() {
        StageRates rates = new StageRates();
        rates.add(new Sample(0, 1_000, 900, 500));
        rates.add(new Sample(SECOND, 1_000, 1_000, 1_000));

        assertThat(rates.of(Sample::captured, 1_000)).isEmpty();
        assertThat(rates.of(Sample::done, 1_000).orElseThrow()).isEqualTo(500, within(1e-6));
    }

    @Test
    void saysNothingBeforeThereIsAnythingToSay() {
        assertThat(new StageRates().overall(10)).isEmpty();
        assertThat(new StageRates().perSecond(Sample::done)).isEmpty();
    }
}
