package org.dataferry.control.dashboard.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which alerts stand, and what is to be told of them. For one thread. */
final class OpenAlerts {

    private final Duration repeatAfter;
    private final Map<String, Standing> standing = new HashMap<>();

    /** @param told when it was told last; null as long as it may mend itself */
    private record Standing(
            Alert alert, Instant since, @Nullable Instant told) {}

    /** @param repeatAfter after which somebody is told again that it still is so */
    OpenAlerts(Duration repeatAfter) {
        this.repeatAfter = repeatAfter;
    }

    /** What has to be told now, after a look. */
    List<Notice> look(Findings findings, Instant now) {
        List<Notice> notices = new ArrayList<>();
        Set<String> gone = new HashSet<>(standing.keySet());
        for (Condition condition : findings.conditions()) {
            gone.remove(condition.alert().key());
            stands(condition, now, notices);
        }
        if (!findings.isWhole()) {
            return notices;
        }
        for (String key : gone) {
            Standing over = standing.remove(key);
            if (over != null && over.told() != null) {
                notices.add(new Notice(Notice.Kind.CLEARED, over.alert(), over.since(), now));
            }
        }
        return notices;
    }

    private void stands(Condition condition, Instant now, List<Notice> notices) {
        Alert alert = condition.alert();
        Standing before = standing.getOrDefault(alert.key(), new Standing(alert, now, null));
        Instant told = before.told();
        boolean isDue = told == null
                ? !now.isBefore(before.since().plus(condition.lasting()))
                : !now.isBefore(told.plus(repeatAfter));
        if (isDue) {
            Notice.Kind kind = told == null ? Notice.Kind.RAISED : Notice.Kind.REPEATED;
            notices.add(new Notice(kind, alert, before.since(), now));
        }
        standing.put(alert.key(), new Standing(alert, before.since(), isDue ? now : told));
    }
}
