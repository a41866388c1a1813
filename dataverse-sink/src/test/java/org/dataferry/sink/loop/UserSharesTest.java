package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserSharesTest {

    @Test
    void aProcessAloneHasAllUsers() {
        assertThat(UserShares.of(3, 1, 0)).isEqualTo(Map.of(0, 1.0, 1, 1.0, 2, 1.0));
    }

    @Test
    void eachUserBelongsToOneProcessWhereThereAreEnough() {
        assertThat(UserShares.of(5, 2, 0)).isEqualTo(Map.of(0, 1.0, 2, 1.0, 4, 1.0));
        assertThat(UserShares.of(5, 2, 1)).isEqualTo(Map.of(1, 1.0, 3, 1.0));
    }

    @Test
    void aUserIsDividedAmongThoseWhoHaveItWhereThereAreFewer() {
        assertThat(UserShares.of(2, 3, 0)).isEqualTo(Map.of(0, 0.5));
        assertThat(UserShares.of(2, 3, 1)).isEqualTo(Map.of(1, 1.0));
        assertThat(UserShares.of(2, 3, 2)).isEqualTo(Map.of(0, 0.5));
    }

    @Test
    void allProcessesTogetherHaveTheWholeOfEachUser() {
        for (int users = 1; users <= 6; users++) {
            for (int processes = 1; processes <= 9; processes++) {
                Map<Integer, Double> sums = new HashMap<>();
                for (int rank = 0; rank < processes; rank++) {
                    Map<Integer, Double> shares = UserShares.of(users, processes, rank);
                    assertThat(shares)
                            .as("process %d of %d with %d users", rank, processes, users)
                            .isNotEmpty();
                    shares.forEach((user, part) -> sums.merge(user, part, Double::sum));
                }
                assertThat(sums).hasSize(users);
                assertThat(sums.values())
                        .allSatisfy(sum -> assertThat(sum).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9)));
            }
        }
    }
}
