package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;
import java.util.Map;
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
 * @param customLogicRetries by entity, how often a row is sent again that custom logic of the target, such as a plug-in,
 *     refused; without an entry it is rejected at once, as such logic mostly says the same again
 * @param bypass by entity or relationship, what of the target's own logic its writes pass by; without an entry all of it runs
 * @param scan a command that each file is given to on its standard input before it is sent: it ends with 0 for a clean file
 *     and 1 for an infected one; none unless said otherwise
 */
public record TargetSettings(
        @JsonProperty(value = "prefix", required = true) String prefix,
        @JsonProperty("dataverse") @Nullable DataverseSettings dataverse,
        @JsonProperty("withoutBeforeImages") @Nullable Set<String> withoutBeforeImages,
        @JsonProperty("customLogicRetries") @Nullable Map<String, Integer> customLogicRetries,
        @JsonProperty("bypass") @Nullable Map<String, Set<Bypass>> bypass,
        @JsonProperty("scan") @Nullable List<String> scan) {

    /** The rule of Power Apps: two to eight letters and digits, beginning with a letter. */
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{1,7}");

    /** With the pauses between, which grow to two minutes, about half an hour. */
    private static final int MOST_RETRIES = 20;

    public TargetSettings {
        if (!PREFIX.matcher(prefix).matches() || prefix.startsWith("mscrm")) {
            throw new SettingsException("target.prefix is '" + prefix
                    + "', expected two to eight of a-z and 0-9, beginning with a letter and not with mscrm");
        }
        withoutBeforeImages = withoutBeforeImages == null ? Set.of() : Set.copyOf(withoutBeforeImages);
        customLogicRetries = customLogicRetries == null ? Map.of() : Map.copyOf(customLogicRetries);
        bypass = bypass == null ? Map.of() : Map.copyOf(bypass);
        customLogicRetries.forEach((entity, retries) -> {
            if (retries < 0 || retries > MOST_RETRIES) {
                throw new SettingsException(
                        "target.customLogicRetries." + entity + " is " + retries + ", expected 0 to " + MOST_RETRIES);
            }
        });
        if (scan != null && (scan.isEmpty() || scan.getFirst().isBlank())) {
            throw new SettingsException("target.scan is empty; it is a command and its arguments, such as"
                    + " [clamdscan, --no-summary, -]");
        }
        scan = scan == null ? List.of() : List.copyOf(scan);
    }

    public TargetSettings(String prefix, @Nullable DataverseSettings dataverse) {
        this(prefix, dataverse, null, null, null, null);
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
        return new TargetSettings(
                prefix,
                dataverse.at(environment),
                withoutBeforeImages,
                customLogicRetries,
                bypass,
                scan.isEmpty() ? null : scan);
    }

    public Optional<DataverseSettings> configuredDataverse() {
        return Optional.ofNullable(dataverse);
    }
}
