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
