package org.dataferry.schemas.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What of the target's own logic the writes of an entity pass by. What Microsoft ships runs all the same.
 *
 * <p>Sources: Microsoft's pages "Bypass custom Dataverse logic" and "Bypass Power Automate flows".
 */
public enum Bypass {
    /** Custom plug-ins and workflows that run within the request; needs {@code prvBypassCustomBusinessLogic}. */
    @JsonProperty("sync-logic")
    SYNC_LOGIC,

    /** Custom plug-ins and workflows that run after it; needs the same privilege. */
    @JsonProperty("async-logic")
    ASYNC_LOGIC,

    /** Power Automate flows that a row sets off; needs no privilege. */
    @JsonProperty("flows")
    FLOWS;

    /** Whether Dataverse asks for a privilege of its own. */
    public boolean needsPrivilege() {
        return switch (this) {
            case SYNC_LOGIC, ASYNC_LOGIC -> true;
            case FLOWS -> false;
        };
    }
}
