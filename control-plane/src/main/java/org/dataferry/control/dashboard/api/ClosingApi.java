package org.dataferry.control.dashboard.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.story.Sight;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.transform.mapping.PersonalData;

/** How people close what nobody will mend: refused and parked rows by waivers, unreadable input by discarding it. */
final class ClosingApi {

    private final Decider decider;
    private final PersonalData personal;
    private final Doing doing;

    /** From the choice to the event, so that no two waive the same; whoever pauses does not wait for it. */
    private final OneAtATime waivers;

    /** Does an action in the name of whoever asks, and answers. */
    interface Doing {
        Answer done(Request request, ActionApi.Action action);
    }

    /** @param patience of one who waives while somebody else's waiver is not written down */
    ClosingApi(Decider decider, PersonalData personal, Doing doing, Duration patience) {
        this.decider = decider;
        this.personal = personal;
        this.doing = doing;
        this.waivers = new OneAtATime(patience, "another waiver");
    }

    List<Route> routes() {
        return List.of(
                ActionApi.action("waive", this::waive),
                ActionApi.action("withdraw", this::withdraw),
                ActionApi.action("discard", this::discard));
    }

    private Answer waive(Request request) {
        JsonBody body =
                JsonBody.of(request, Set.of("entity", "keys", "reason", "allRejected", "allParked", "expected", "why"));
        String entity = body.plain("entity").orElseThrow(() -> Problem.badRequest("entity is missing"));
        WaiverChoice choice = choice(body);
        Optional<Long> shown = body.expected();
        if (choice instanceof WaiverChoice.OfKeys
                && !new Sight(personal, request.seesPersonal()).mayChooseByKey(Set.of(entity))) {
            throw ReplayApi.keysAreHidden();
        }
        String why = body.text("why");
        boolean isApprover = request.isAtLeast(Role.APPROVER);
        return waivers.decide(() -> {
            Runnable waiver =
                    decider.toWaive(entity, choice, shown, new WaiverDesk.Decider(request.user(), why, isApprover));
            return doing.done(request, by -> waiver.run());
        });
    }

    private Answer withdraw(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("waiverId", "why"));
        String waiverId = body.text("waiverId");
        String why = body.text("why");
        boolean isApprover = request.isAtLeast(Role.APPROVER);
        return doing.done(request, by -> decider.withdraw(waiverId, new WaiverDesk.Decider(by, why, isApprover)));
    }

    private Answer discard(Request request) {
        JsonBody body = JsonBody.of(request, Set.of("ids", "why"));
        List<DeadLetterId> ids =
                body.texts("ids").stream().map(ClosingApi::letter).toList();
        if (ids.isEmpty()) {
            throw Problem.badRequest(
                    "ids is missing: the dead letters, each as its partition and offset, such as 0:17");
        }
        String why = body.text("why");
        return doing.done(request, by -> decider.discard(ids, why, by));
    }

    private static WaiverChoice choice(JsonBody body) {
        List<String> keys = body.texts("keys");
        Optional<RejectionReason> reason = body.plain("reason").map(ClosingApi::reason);
        boolean allRejected = body.isTrue("allRejected");
        boolean allParked = body.isTrue("allParked");
        long given = Stream.of(!keys.isEmpty(), reason.isPresent(), allRejected, allParked)
                .filter(one -> one)
                .count();
        if (given != 1) {
            throw Problem.badRequest("one of keys, reason, allRejected and allParked says what is waived");
        }
        if (!keys.isEmpty()) {
            return new WaiverChoice.OfKeys(new HashSet<>(keys));
        }
        return allParked ? new WaiverChoice.Parked() : new WaiverChoice.Refused(reason);
    }

    private static RejectionReason reason(String name) {
        return Arrays.stream(RejectionReason.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("reason is the code of a rejection, such as VALUE_TOO_LONG"));
    }

    private static DeadLetterId letter(String text) {
        try {
            return DeadLetterId.parse(text);
        } catch (IllegalArgumentException none) {
            throw Problem.badRequest(String.valueOf(none.getMessage()));
        }
    }
}
