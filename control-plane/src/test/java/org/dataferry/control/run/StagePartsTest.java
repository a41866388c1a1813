package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;

class StagePartsTest {

    @Test
    void entitiesWithoutBeforeImagesAreMappedOnes() {
        assertThat(StageParts.withoutBeforeImages(Set.of("account"), Set.of("account", "contact")))
                .containsExactly("account");
        assertThatThrownBy(() -> StageParts.withoutBeforeImages(Set.of("acount"), Set.of("account", "contact")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("target.withoutBeforeImages names 'acount', which no mapping makes; there are mappings for"
                        + " account, contact");
    }
}
