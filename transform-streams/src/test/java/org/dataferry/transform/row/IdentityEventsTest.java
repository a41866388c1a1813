package org.dataferry.transform.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** The sink knows best what is in the target. */
class IdentityEventsTest {

    private static final RowId ROW =
            new RowId.OfSource("account", new SourceTable("erp", "public", "customers"), SourceKey.of(Value.whole(1)));

    private static final Identity PRESENT = new Identity.Present(
            Optional.of(UUID.fromString("00000000-0000-0000-0000-000000000001")), 3, Identity.Origin.CREATED_BY_FERRY);

    @Test
    void thatARowIsHeldUpDoesNotStandOverThatItIsThere() {
        for (Identity heldUp : new Identity[] {new Identity.Parked(4), new Identity.Rejected(4)}) {
            assertThat(IdentityEvents.stands(Optional.of(PRESENT), heldUp)).isFalse();
            assertThat(IdentityEvents.of(ROW, Optional.of(PRESENT), heldUp))
                    .contains(new IdentityJournal.Event(IdentityJournal.Kind.CONTRADICTED, ROW, 4));
        }
    }

    @Test
    void itStandsWhereTheRowIsNotThere() {
        assertThat(IdentityEvents.stands(Optional.empty(), new Identity.Parked(0)))
                .isTrue();
        assertThat(IdentityEvents.stands(Optional.of(new Identity.Gone(3)), new Identity.Rejected(3)))
                .isTrue();
        assertThat(IdentityEvents.of(ROW, Optional.of(new Identity.Deleted(3)), new Identity.Parked(3)))
                .isEmpty();
    }

    @Test
    void whatTheSinkSaysStands() {
        assertThat(IdentityEvents.stands(Optional.of(PRESENT), new Identity.Gone(3)))
                .isTrue();
        assertThat(IdentityEvents.stands(Optional.of(PRESENT), new Identity.Deleted(4)))
                .isTrue();
    }
}
