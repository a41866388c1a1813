package org.dataferry.schemas.settings;

import static org.dataferry.schemas.settings.LimitSettings.between;
import static org.dataferry.schemas.settings.LimitSettings.orElse;
import static org.dataferry.schemas.settings.LimitSettings.positive;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the dashboard's server.
 *
 * @param pace from the end of one look at the migration to the next, for all viewers together; a second, as pages are to be
 *     no older than two
 * @param staleAfter how old the last look may be before the server says that it is not ready; ten looks that failed
 * @param viewers pages that are kept up to date at a time; a control room and some more
 * @param slowViewer how long a viewer may take no data before it is dropped; longer than a phone changes its network
 * @param sessionIdle after which a session ends that nothing was asked in; half an hour after the last page was closed, as an
 *     open one asks all the time
 * @param sessionLifetime after which everybody has to sign in again; a shift
 * @param sessions signed in at a time; beyond it the one that has been idle for longest ends
 * @param signInFailures of one user name, and of one address, within {@code signInWindow}, before they have to wait; guesses
 *     are slow then, and a person who mistypes is not held up
 * @param signInWindow see {@code signInFailures}
 * @param requestsPerMinute of one address; fifty people behind it may load all pages at once
 * @param bodyBytes of a request; the longest that the pages send is a note
 */
public record DashboardLimits(
        Duration pace,
        Duration staleAfter,
        int viewers,
        Duration slowViewer,
        Duration sessionIdle,
        Duration sessionLifetime,
        int sessions,
        int signInFailures,
        Duration signInWindow,
        int requestsPerMinute,
        int bodyBytes) {

    private static final int KIBIBYTE = 1 << 10;
    private static final int MOST_VIEWERS = 1_000;
    private static final int MOST_BODY_KIBIBYTES = 1_024;

    @JsonCreator
    static DashboardLimits of(
            @JsonProperty("pace") @Nullable Duration pace,
            @JsonProperty("staleAfter") @Nullable Duration staleAfter,
            @JsonProperty("viewers") @Nullable Integer viewers,
            @JsonProperty("slowViewer") @Nullable Duration slowViewer,
            @JsonProperty("sessionIdle") @Nullable Duration sessionIdle,
            @JsonProperty("sessionLifetime") @Nullable Duration sessionLifetime,
            @JsonProperty("sessions") @Nullable Integer sessions,
            @JsonProperty("signInFailures") @Nullable Integer signInFailures,
            @JsonProperty("signInWindow") @Nullable Duration signInWindow,
            @JsonProperty("requestsPerMinute") @Nullable Integer requestsPerMinute,
            @JsonProperty("bodyBytes") @Nullable Integer bodyBytes) {
        return new DashboardLimits(
                positive("limits.dashboard.pace", orElse(pace, Duration.ofSeconds(1))),
                positive("limits.dashboard.staleAfter", orElse(staleAfter, Duration.ofSeconds(10))),
                between("limits.dashboard.viewers", orElse(viewers, 100), 1, MOST_VIEWERS),
                positive("limits.dashboard.slowViewer", orElse(slowViewer, Duration.ofSeconds(15))),
                positive("limits.dashboard.sessionIdle", orElse(sessionIdle, Duration.ofMinutes(30))),
                positive("limits.dashboard.sessionLifetime", orElse(sessionLifetime, Duration.ofHours(12))),
                positive("limits.dashboard.sessions", orElse(sessions, 1_000)),
                positive("limits.dashboard.signInFailures", orElse(signInFailures, 10)),
                positive("limits.dashboard.signInWindow", orElse(signInWindow, Duration.ofMinutes(15))),
                positive("limits.dashboard.requestsPerMinute", orElse(requestsPerMinute, 3_000)),
                between(
                        "limits.dashboard.bodyBytes",
                        orElse(bodyBytes, 64 * KIBIBYTE),
                        KIBIBYTE,
                        MOST_BODY_KIBIBYTES * KIBIBYTE));
    }

    public static DashboardLimits defaults() {
        return of(null, null, null, null, null, null, null, null, null, null, null);
    }
}
