package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the data goes.
 *
 * @param prefix the publisher's customization prefix, which begins the names of all columns and tables that Ferry makes
 * @param dataverse the environment; the emulator if there is none
 * @param withoutBeforeImages the entities whose rows are written without keeping what one held that was there before
 *     Ferry; none unless said otherwise
 */
public record TargetSettings(
        @JsonProperty(value = "prefix", required = true) String prefix,
        @JsonProperty("dataverse") @Nullable DataverseSettings dataverse,
        @JsonProperty("withoutBeforeImages") @Nullable Set<String> withoutBeforeImages) {

    /** The rule of Power Apps: two to eight letters and digits, beginning with a letter. */
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{1,7}");

    public TargetSettings {
        if (!PREFIX.matcher(prefix).matches() || prefix.startsWith("mscrm")) {
            throw new SettingsException("target.prefix is '" + prefix
                    + "', expected two to eight of a-z and 0-9, beginning with a letter and not with mscrm");
        }
        withoutBeforeImages = withoutBeforeImages == null ? Set.of() : Set.copyOf(withoutBeforeImages);
    }

    public TargetSettings(String prefix, @Nullable DataverseSettings dataverse) {
        this(prefix, dataverse, null);
    }

    /** The alternate key column that Ferry owns in every entity. */
    public String keyColumn() {
        return prefix + "_ferrykey";
    }

    /** The column with the whole row id, for rows whose id is too long for the key column. */
    public String idColumn() {
        return prefix + "_ferryid";
    }

    /** @throws SettingsException if no environment is configured, so that there is no user for another one either */
    TargetSettings at(URI environment) {
        if (dataverse == null) {
            throw new SettingsException(
                    "target.dataverse is not configured, so nobody is known who may write to " + environment);
        }
        return new TargetSettings(prefix, dataverse.at(environment), withoutBeforeImages);
    }

    public Optional<DataverseSettings> configuredDataverse() {
        return Optional.ofNullable(dataverse);
    }
}
