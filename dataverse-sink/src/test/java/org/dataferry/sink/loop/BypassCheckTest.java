package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.auth.ApplicationUser;
import org.dataferry.schemas.settings.Bypass;
import org.dataferry.sink.SinkException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.DataverseRequest.Method;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.UrlText;
import org.dataferry.sink.testing.EmulatedTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BypassCheckTest {

    private static final ApplicationUser LIMITED = new ApplicationUser(
            UUID.fromString("33333333-3333-3333-3333-333333333333"), "three", "Limited", List.of(), null);

    @TempDir
    Path folder;

    @Test
    void namesTheUserAndTheEntityWhereThePrivilegeIsMissing() throws InterruptedException {
        try (EmulatedTarget target = EmulatedTarget.start(
                        folder, settings -> settings.withUsers(List.of(ApplicationUser.FERRY, LIMITED)));
                Lane limited = target.lane(target.endpoint(LIMITED.clientId().toString(), LIMITED.secret()))) {
            grant(target.lane(), "prvWriteAccount");

            assertThatThrownBy(() -> check(target, Bypass.SYNC_LOGIC).require("limited", limited))
                    .isInstanceOf(SinkException.class)
                    .hasMessageContaining("the application user limited may not bypass custom logic")
                    .hasMessageContaining("target.bypass.account")
                    .hasMessageContaining("prvBypassCustomBusinessLogic");
            assertThatCode(() -> check(target, Bypass.FLOWS).require("limited", limited))
                    .as("flows need no privilege")
                    .doesNotThrowAnyException();

            grant(target.lane(), "prvBypassCustomBusinessLogic");
            assertThatCode(() ->
                            check(target, Bypass.SYNC_LOGIC, Bypass.ASYNC_LOGIC).require("limited", limited))
                    .doesNotThrowAnyException();
            assertThat(target.rows("account")).isZero();
        }
    }

    @Test
    void headersAreThoseOfDataverse() {
        assertThat(BypassHeaders.of(Set.of(Bypass.SYNC_LOGIC, Bypass.ASYNC_LOGIC, Bypass.FLOWS)))
                .isEqualTo(Map.of(
                        "MSCRM.BypassBusinessLogicExecution",
                        "CustomSync,CustomAsync",
                        "MSCRM.SuppressCallbackRegistrationExpanderJob",
                        "true"));
        assertThat(BypassHeaders.of(Set.of(Bypass.ASYNC_LOGIC)))
                .isEqualTo(Map.of("MSCRM.BypassBusinessLogicExecution", "CustomAsync"));
        assertThat(BypassHeaders.of(Set.of())).isEmpty();
    }

    private static BypassCheck check(EmulatedTarget target, Bypass... bypass) throws InterruptedException {
        return new BypassCheck(
                target.tables("account"), Map.of("account", Set.of(bypass)), Clock.systemUTC(), Duration.ofSeconds(10));
    }

    /** Gives the limited user a role with one privilege. */
    private static void grant(Lane admin, String privilege) throws InterruptedException {
        String id = get(
                        admin,
                        "privileges?$select=privilegeid&$filter=" + UrlText.encode("name eq '" + privilege + "'"))
                .json()
                .path("value")
                .path(0)
                .path("privilegeid")
                .asText();
        String root = get(admin, "WhoAmI").json().path("BusinessUnitId").asText();
        String role = UUID.randomUUID().toString();
        post(
                admin,
                "roles",
                "{\"roleid\":\"%s\",\"name\":\"r\",\"businessunitid@odata.bind\":\"/businessunits(%s)\"}"
                        .formatted(role, root));
        post(
                admin,
                "roles(" + role + ")/Microsoft.Dynamics.CRM.AddPrivilegesRole",
                "{\"Privileges\":[{\"PrivilegeId\":\"%s\",\"Depth\":\"Global\"}]}".formatted(id));
        post(
                admin,
                "systemusers(" + LIMITED.systemUserId() + ")/systemuserroles_association/$ref",
                "{\"@odata.id\":\"" + admin.apiRoot() + "roles(" + role + ")\"}");
    }

    private static Reply get(Lane lane, String path) throws InterruptedException {
        return lane.client().send(DataverseRequest.get(Operation.READ, path)).orThrow("read " + path);
    }

    private static void post(Lane lane, String path, String body) throws InterruptedException {
        lane.client()
                .send(DataverseRequest.json(Operation.CREATE, Method.POST, path, body))
                .orThrow("post " + path);
    }
}
