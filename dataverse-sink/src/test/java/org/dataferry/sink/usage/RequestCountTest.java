package org.dataferry.sink.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.DataverseRequest.Method;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;
import org.junit.jupiter.api.Test;

final class RequestCountTest {

    private static final Answer<Reply> DONE = new Answer.Succeeded<>(new Reply(204, Map.of(), ""));

    private final RequestCount count = new RequestCount();

    private void ended(Operation operation, int rows, Answer<Reply> answer) {
        DataverseRequest request = new DataverseRequest(
                operation, Method.POST, "accounts", Map.of(), Optional.empty(), rows, Optional.empty());
        count.ended(request, answer, Duration.ZERO);
    }

    @Test
    void eachTargetAndEachPartCountsAndAReadIsOne() {
        ended(Operation.CREATE_MULTIPLE, 100, DONE);
        ended(Operation.BATCH, 7, DONE);
        ended(Operation.UPDATE, 1, DONE);
        ended(Operation.READ, 500, DONE);

        assertThat(count.take()).isEqualTo(109);
        assertThat(count.take()).as("taken already").isZero();
    }

    @Test
    void neitherSignInNorDefinitionsCount() {
        ended(Operation.WHO_AM_I, 0, DONE);
        ended(Operation.METADATA_READ, 0, DONE);
        ended(Operation.METADATA_WRITE, 1, DONE);

        assertThat(count.take()).isZero();
    }

    @Test
    void whatWasNotWorkedOnDoesNotCount() {
        ended(
                Operation.CREATE_MULTIPLE,
                10,
                new Answer.Failed<>(new Failure.Throttled(Duration.ofSeconds(1), ThrottleFacet.UNKNOWN)));
        ended(Operation.CREATE_MULTIPLE, 10, new Answer.Failed<>(new Failure.Unavailable("busy")));
        assertThat(count.take()).isZero();

        ended(Operation.CREATE_MULTIPLE, 10, new Answer.Failed<>(new Failure.Lost("no answer")));
        assertThat(count.take()).isEqualTo(10);
    }

    @Test
    void warnsAtFourFifthsAndWhenAllIsSpent() {
        assertThat(UsageMeter.Warning.at(0.79)).isEqualTo(UsageMeter.Warning.NONE);
        assertThat(UsageMeter.Warning.at(0.8)).isEqualTo(UsageMeter.Warning.NEARLY);
        assertThat(UsageMeter.Warning.at(1)).isEqualTo(UsageMeter.Warning.SPENT);
    }
}
