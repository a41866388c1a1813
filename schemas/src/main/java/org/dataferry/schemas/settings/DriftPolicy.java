package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the changes of a table whose schema is not what it was. Each drift is recorded, whatever the policy. */
public enum DriftPolicy {
    /** They go on as long as the mapping reads nothing of what is different; else they are held until somebody decides. */
    @JsonProperty("map")
    MAP,

    /** They are held until somebody decides, whatever is different. */
    @JsonProperty("pause")
    PAUSE,

    /** They go on. What the mapping reads and is not there any more counts as null. */
    @JsonProperty("ignore")
    IGNORE
}
