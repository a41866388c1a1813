package org.dataferry.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.schemas.testing.Generated;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FerryKeyTest {

    @Test
    void keyIsReadableWhereTheRowIdIs() {
        RowId row = new RowId.OfSource(
                "nw_customer", new SourceTable("nw", "public", "customers"), SourceKey.of(Value.text("ALFKI")));

        FerryKey key = FerryKey.of(row);

        assertThat(key.value()).isEqualTo("r-nw_5fcustomer-nw-public-customers-t_41_4c_46_4b_49");
        assertThat(key.isWhole()).isTrue();
        assertThat(key.rowId()).contains(row);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void generatedKeysAreShortPlainUniqueAndReversible(long seed) {
        Generated generated = Generated.fromSeed(seed);
        Map<String, RowId> byFoldedKey = new HashMap<>();
        int hashed = 0;
        for (int i = 0; i < 2_000; i++) {
            RowId row = generated.rowId();
            FerryKey key = FerryKey.of(row);
            assertThat(key.value()).as("%s", generated).matches("[0-9a-z_-]{1,450}");
            if (key.isWhole()) {
                assertThat(key.rowId()).as("%s", generated).contains(row);
            } else {
                hashed++;
                assertThat(key.value()).as("%s", generated).hasSize(FerryKey.MOST_CHARACTERS);
                assertThat(key.rowId()).as("%s", generated).isEmpty();
            }
            RowId same = byFoldedKey.put(key.value().toUpperCase(Locale.ROOT).strip(), row);
            assertThat(same == null || same.equals(row))
                    .as("%s: %s", generated, row)
                    .isTrue();
        }
        assertThat(hashed).as("%s makes long ids too", generated).isPositive();
    }

    @Test
    void keyIsHashedOnlyFromTheFirstCharacterTooMany() {
        FerryKey longest = keyOf("x".repeat(FerryKey.MOST_CHARACTERS - "r-e-s-p-t-t".length()));
        FerryKey tooLong = keyOf("x".repeat(FerryKey.MOST_CHARACTERS - "r-e-s-p-t-t".length() + 1));

        assertThat(longest.value()).hasSize(450);
        assertThat(longest.isWhole()).isTrue();
        assertThat(tooLong.value()).hasSize(450).startsWith("r-e-s-p-t-txxx");
        assertThat(tooLong.isWhole()).isFalse();
    }

    @Test
    void longIdsThatDifferOnlyAtTheirEndHaveDifferentKeys() {
        assertThat(keyOf("x".repeat(500) + "1")).isNotEqualTo(keyOf("x".repeat(500) + "2"));
    }

    /** Dataverse compares keys without case, accents and trailing blanks. */
    @Test
    void keysThatDifferOnlyInCaseAccentOrTrailingBlanksStayApart() {
        Set<String> asDataverseComparesThem = Stream.of("zoë", "Zoë", "zoe", "ZOË", "zoë ")
                .map(key -> Normalizer.normalize(keyOf(key).value(), Normalizer.Form.NFD))
                .map(key ->
                        key.replaceAll("\\p{M}", "").toUpperCase(Locale.ROOT).strip())
                .collect(Collectors.toSet());

        assertThat(asDataverseComparesThem).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "ä", "__", "_4", "_4g-", "_61", "r-", "r-e-s-p-t-t__"})
    void refusesWhatIsNoFerryKey(String value) {
        assertThatThrownBy(() -> new FerryKey(value).rowId()).isInstanceOf(KeyFormatException.class);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertThatThrownBy(() -> new FerryKey("a".repeat(451))).hasMessageContaining("1 to 450");
    }

    private static FerryKey keyOf(String text) {
        return FerryKey.of(new RowId.OfSource("e", new SourceTable("s", "p", "t"), SourceKey.of(Value.text(text))));
    }
}
