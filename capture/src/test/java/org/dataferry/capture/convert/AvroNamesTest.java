package org.dataferry.capture.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroNamesTest {

    @ParameterizedTest
    @CsvSource({
        "customer_id, customer_id",
        "unit price, unit_x0020_price",
        "1st, _x0031_st",
        "Größe, Gr_x00F6__x00DF_e",
        "a-b, a_x002D_b",
        "c_xml, c_xml",
        "_x0041_, _x005F_x0041_",
        "😀, _x1F600_",
        "a.b, a_x002E_b"
    })
    void escapesOnlyWhatAvroRefuses(String name, String encoded) {
        assertThat(AvroNames.encode(name)).isEqualTo(encoded);
        assertThat(AvroNames.decode(encoded)).isEqualTo(name);
    }

    @Test
    void neverMakesOneNameOfTwo() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = "_x04AF 1é";
        Map<String, String> originals = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(1 + random.nextInt(9), 0, alphabet.length()).forEach(c -> name.append(alphabet.charAt(c)));
            String encoded = AvroNames.encode(name.toString());
            assertThat(encoded).matches("[A-Za-z_][A-Za-z0-9_]*");
            assertThat(AvroNames.decode(encoded)).isEqualTo(name.toString());
            assertThat(originals.putIfAbsent(encoded, name.toString())).isIn(null, name.toString());
        }
    }

    @Test
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> AvroNames.encode("")).isInstanceOf(ConversionException.class);
    }
}
