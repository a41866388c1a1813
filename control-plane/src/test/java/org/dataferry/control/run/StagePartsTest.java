package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;

class StagePartsTest {

    @Test
    void entitiesThatAPolicyNamesAreMappedOnes() {
        String setting = "target.withoutBeforeImages";
        Set<String> mapped = Set.of("account", "contact");

        assertThatCode(() -> StageParts.requireMapped(setting, Set.of("account"), mapped))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StageParts.requireMapped(setting, Set.of("acount"), mapped))
                .isInstanceOf(SettingsException.class)
                .hasMessage("target.withoutBeforeImages names 'acount', which no mapping makes; there are mappings for"
                        + " account, contact");
    }
}
