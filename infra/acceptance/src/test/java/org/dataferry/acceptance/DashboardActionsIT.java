package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.acceptance.browser.DashboardInBrowser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do in the dashboard: signing in, pausing, changing limits, writing notes; mostly by keyboard alone. */
final class DashboardActionsIT {

    @RegisterExtension
    private static final DashboardInBrowser pages = new DashboardInBrowser();

    @Test
    void aPauseIsAskedForByKeyboardAloneAndNeedsAReason() {
        pages.go("entities/account");

        pages.tab().tabTo("#pause");
        pages.tab().press("Enter");
        assertThat(pages.tab().value("document.activeElement.name").asText()).isEqualTo("why");
        pages.tab().tabTo("#dialog button[type=submit]");
        pages.tab().press("Enter");
        pages.tab().awaitText("#dialog-problem", "Say why");
        assertThat(pages.dashboard().actions()).isEmpty();
        pages.tab().type("names are wrong");
        pages.tab().tabTo("#dialog button[type=submit]");
        pages.tab().press("Enter");

        pages.tab().await("!document.querySelector('#dialog').open");
        assertThat(pages.dashboard().actions()).singleElement().satisfies(action -> {
            assertThat(action.path("path").asText()).isEqualTo("/api/actions/pause");
            assertThat(action.path("entity").asText()).isEqualTo("account");
            assertThat(action.path("why").asText()).isEqualTo("names are wrong");
        });
        pages.tab().awaitText("#resume", "Resume account");
        pages.go("limits");
        pages.tab().awaitText("#pauses", "account paused by mila");
        assertThat(pages.tab().text("#pauses")).contains("names are wrong");
    }

    @Test
    void escapeLeavesADialogWithoutDoingAnything() {
        pages.go("overview");
        pages.tab().tabTo("#pause");
        pages.tab().press("Enter");
        pages.tab().await("document.querySelector('#dialog').open");
        pages.picture("dialog");

        pages.tab().press("Escape");

        pages.tab().await("!document.querySelector('#dialog').open");
        assertThat(pages.tab().value("document.activeElement.id").asText()).isEqualTo("pause");
        assertThat(pages.dashboard().actions()).isEmpty();
    }

    @Test
    void aViewerIsToldWhyNothingCanBeDone() {
        pages.dashboard().role("viewer");
        pages.go("entities/account");

        pages.tab().click("#pause");

        assertThat(pages.tab().value("document.querySelector('#dialog').open").asBoolean())
                .isFalse();
        assertThat(pages.tab()
                        .value("document.querySelector('#pause').getAttribute('aria-disabled')")
                        .asText())
                .isEqualTo("true");
        assertThat(pages.tab().text(".hindrance"))
                .isEqualTo("This needs the role operator; you are signed in as viewer.");
        assertThat(pages.dashboard().actions()).isEmpty();
        pages.go("limits");
        pages.assertReadable("viewer-limits");
    }

    @Test
    void aReplayIsShownBeforeItIsSentByKeyboardAlone() {
        pages.dashboard().replays().findAfter(1);
        pages.go("errors");
        pages.tab().await("document.querySelector('#rejected-OPTION_UNKNOWN .tools button') !== null");
        pages.tab().tabTo("#rejected-OPTION_UNKNOWN .tools button");
        pages.tab().press("Enter");
        pages.tab().awaitText("#dialog", "Looking for the rows");
        pages.tab().awaitText("#dialog", "412 rows rejected: OPTION_UNKNOWN");
        assertThat(pages.tab().text("#dialog"))
                .contains("5 rows changed at the source since", "2 rows left out", "31 ferry_shift rows wait for these")
                .contains("1 to 412 requests, 2.0 s to 40 s at the pace of the last day");
        pages.picture("replay-dialog");
        pages.tab().size(1440, 900);
        assertThat(pages.dashboard().actions()).isEmpty();

        pages.tab().tabTo("#dialog [name=dependants]");
        pages.tab().press(" ");
        pages.tab().awaitText("#dialog", "Send 443 rows");
        assertThat(pages.tab().text("#dialog")).contains("31 ferry_shift rows wait for these, and go too");
        pages.tab().tabTo("#dialog textarea");
        pages.tab().type("blue is known now");
        pages.tab().tabTo("#dialog button[type=submit]");
        pages.tab().press("Enter");

        pages.tab().awaitText("#replay-0new0new-replay", "blue is known now");
        assertThat(pages.dashboard().actions()).singleElement().satisfies(action -> {
            assertThat(action.path("path").asText()).isEqualTo("/api/replays");
            assertThat(action.path("segment").toString())
                    .isEqualTo("{\"errorReasons\":[\"OPTION_UNKNOWN\"],\"dependants\":true}");
            assertThat(action.path("expected").asInt()).isEqualTo(443);
            assertThat(action.path("why").asText()).isEqualTo("blue is known now");
        });
        assertThat(pages.tab().text("#said")).isEqualTo("The replay is asked for.");
    }

    @Test
    void aReplayOfNothingIsNotAskedFor() {
        pages.dashboard().replays().change(preview -> preview.put("selected", 0));
        pages.go("entities/account");

        pages.tab().click("#replay");

        pages.tab().awaitText("#dialog", "No row is to be sent. 412 rows rejected: OPTION_UNKNOWN");
        pages.tab().press("Escape");
        pages.tab().await("!document.querySelector('#dialog').open");
        assertThat(pages.dashboard().actions()).isEmpty();
    }

    @Test
    void replaysArePausedResumedCancelledAndApprovedWithAReason() {
        pages.go("replays");

        decide("2b9d4f0a-11d2-4c0b-8a55-0a6f1f6f2e10", "pause", "Paused by mila");
        decide("2b9d4f0a-11d2-4c0b-8a55-0a6f1f6f2e10", "resume", "260 of 412 rows sent");
        decide("2b9d4f0a-11d2-4c0b-8a55-0a6f1f6f2e10", "cancel", "Cancelled by mila");
        decide("7f0d1c52-6f6b-4a54-9d0e-2f3a1b0c9d8e", "approve", "Let go on by mila");

        assertThat(pages.dashboard().actions())
                .extracting(action -> action.path("path").asText().replaceAll(".*/", ""))
                .containsExactly("pause", "resume", "cancel", "approve");
        assertThat(pages.tab().count("#over article")).isEqualTo(3);
    }

    @Test
    void nobodyApprovesTheirOwnReplay() {
        pages.dashboard().replays().allAskedForBy("mila");
        pages.go("replays");

        pages.tab().click("[data-do=approve]");

        assertThat(pages.tab().value("document.querySelector('#dialog').open").asBoolean())
                .isFalse();
        assertThat(pages.tab().text(".hindrance"))
                .isEqualTo("You have asked for it, so somebody else has to approve it.");
        assertThat(pages.dashboard().actions()).isEmpty();
    }

    @Test
    void aViewerSeesReplaysAndDecidesNothing() {
        pages.dashboard().role("viewer");
        pages.go("replays");
        assertThat(pages.tab().text(".hindrance"))
                .isEqualTo("This needs the role approver; you are signed in as viewer.");
        pages.assertReadable("viewer-replays");
        pages.go("errors");

        pages.tab().click("#rejected-OPTION_UNKNOWN .tools button");

        assertThat(pages.tab().value("document.querySelector('#dialog').open").asBoolean())
                .isFalse();
        assertThat(pages.dashboard().actions()).isEmpty();
    }

    private static void decide(String id, String what, String then) {
        pages.tab().click("#replay-" + id + " [data-do=" + what + "]");
        pages.tab().await("document.querySelector('#dialog').open");
        pages.tab().type("so it is");
        pages.tab().press("Tab");
        pages.tab().tabTo("#dialog button[type=submit]");
        pages.tab().press("Enter");
        pages.tab().await("!document.querySelector('#dialog').open");
        pages.tab().awaitText("#replay-" + id, then);
    }

    @Test
    void limitsAreChangedAfterAConfirmationWithAReason() {
        pages.go("limits");
        pages.tab().tabTo("input[name=reserve]");
        pages.tab().type("2");
        pages.tab().press("Enter");
        pages.tab()
                .awaitText(
                        "#limits .problem",
                        "Reserve: 2 is not right; it is the share that is kept for others, 0 to 0.9.");

        pages.tab().value("document.querySelector('input[name=reserve]').value = '0'");
        pages.tab().press("Enter");
        pages.tab().awaitText("#dialog", "0.3 → 0");
        pages.tab().type("cutover begins");
        pages.tab().tabTo("#dialog button[type=submit]");
        pages.tab().press("Enter");
        pages.tab().await("!document.querySelector('#dialog').open");

        assertThat(pages.dashboard().actions()).singleElement().satisfies(action -> {
            assertThat(action.path("changes").toString()).isEqualTo("{\"reserve\":0}");
            assertThat(action.path("why").asText()).isEqualTo("cutover begins");
        });
    }

    @Test
    void theTimeOfTheCutoverIsSetAndTakenBack() {
        pages.go("overview");
        pages.tab().await("document.querySelector('#cutover input') !== null");
        pages.tab().value("document.querySelector('#cutover input').value = '2030-12-01T22:00'");
        pages.tab().click("#cutover button[type=submit]");
        pages.tab().awaitText("#dialog", "Set the cutover to 1 Dec 2030, 22:00:00 CET?");
        pages.tab().type("as agreed");
        pages.tab().click("#dialog button[type=submit]");
        pages.tab().awaitText("#cutover", "as mila set it: as agreed");
        pages.tab().click("#clear-cutover");
        pages.tab().awaitText("#dialog", "Take the time of the cutover back?");
        pages.tab().type("put off");
        pages.tab().click("#dialog button[type=submit]");
        pages.tab().await("document.querySelector('#cutover .countdown') === null");

        assertThat(pages.dashboard().actions()).hasSize(2);
        assertThat(pages.dashboard().actions().getFirst().path("freeze").asText())
                .isEqualTo("2030-12-01T21:00:00.000Z");
        assertThat(pages.dashboard().actions().getLast().path("freeze").isNull())
                .isTrue();
    }

    @Test
    void aNoteForTheNextShiftIsAdded() {
        pages.go("log");
        pages.tab().awaitText("#events", "names are wrong");
        assertThat(pages.tab().text("#events")).contains("Call <b>Jonas</b> first.");

        pages.tab().tabTo("textarea");
        pages.tab().type("Watch account until six.");
        pages.tab().tabTo("#note button");
        pages.tab().press("Enter");

        pages.tab().awaitText("#said", "The note is added.");
        assertThat(pages.dashboard().actions().getFirst().path("text").asText()).isEqualTo("Watch account until six.");
    }

    @Test
    void signsIn() {
        pages.letRequestsFail();
        pages.dashboard().needSignIn();
        pages.tab().go(pages.dashboard().address());
        pages.tab().await("document.querySelector('.sign-in') !== null");
        pages.picture("sign-in");

        signInWith("wrong");
        pages.tab().awaitText(".problem", "No user has this name and password.");
        pages.dashboard().overrun(true);
        signInWith("wrong");
        pages.tab()
                .awaitText(".problem", "Too many have failed to sign in; wait, then try again. It takes 30 seconds.");
        pages.dashboard().overrun(false);
        signInWith("right");

        pages.tab().awaitText("#state-word", "Catching up");
        pages.tab().click("#sign-out");
        pages.tab().await("document.querySelector('.sign-in') !== null");
    }

    @Test
    void aSessionThatEndsLeadsBackToSigningIn() {
        pages.letRequestsFail();
        pages.go("log");

        pages.dashboard().needSignIn();

        pages.tab().await("document.querySelector('.sign-in') !== null");
        assertThat(pages.tab().text("body")).doesNotContain("names are wrong");
        signInWith("right");
        pages.tab().awaitText("#events", "names are wrong");
    }

    private static void signInWith(String password) {
        pages.tab().value("document.querySelector('[name=user]').value = 'mila'");
        pages.tab().value("document.querySelector('[name=password]').focus()");
        pages.tab().type(password);
        pages.tab().press("Enter");
    }
}
