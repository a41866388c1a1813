package org.dataferry.schemas.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestNamesTest {

    private static final NearestNames NAMES = new NearestNames(List.of("customer", "invoice", "invoice_line"));

    @ParameterizedTest
    @ValueSource(strings = {"custmer", "customers", "cusTomer", "cutsomer", "kustomar"})
    void aNameIsMeantThatIsAFewLettersAway(String misspelt) {
        assertThat(NAMES.meant(misspelt)).contains("customer");
    }

    @Test
    void nothingIsMeantByAnotherWord() {
        assertThat(NAMES.meant("contract")).isEmpty();
        assertThat(new NearestNames(List.of()).meant("contract")).isEmpty();
    }

    @Test
    void theNearestAreNamed() {
        assertThat(NAMES.hint("invioce")).isEqualTo("; the nearest is invoice");
        assertThat(NAMES.hint("invoice_lines")).isEqualTo("; the nearest are invoice_line, invoice");
    }

    @Test
    void ofAFewNamesAllAreNamedWhereNoneIsNear() {
        assertThat(NAMES.hint("x")).isEqualTo("; there are customer, invoice, invoice_line");
        assertThat(new NearestNames(List.of()).hint("x")).isEmpty();
        List<String> many =
                IntStream.range(100, 113).mapToObj(Integer::toString).toList();
        assertThat(new NearestNames(many).hint("x")).isEmpty();
    }
}
