package org.dataferry.sink.client.transport;

import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.token.AccessToken;
import org.dataferry.sink.client.token.CachedToken;
import org.dataferry.sink.client.token.TokenUnavailableException;

/**
 * Signs every attempt. A token that the server refuses is replaced and the request sent again, a few times; when the last
 * one is refused too, the refusal is the answer.
 */
public final class AuthorizedClient implements DataverseClient {
    /** An environment that restarts may refuse new tokens as well for a moment. */
    static final int MOST_TOKENS = 4;

    private final DataverseClient next;
    private final CachedToken tokens;

    public AuthorizedClient(DataverseClient next, CachedToken tokens) {
        this.next = next;
        this.tokens = tokens;
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        try {
            AccessToken token = tokens.current();
            Answer<Reply> answer = next.send(signed(request, token));
            for (int used = 1; used < MOST_TOKENS && refusesToken(answer); used++) {
                token = tokens.insteadOf(token);
                answer = next.send(signed(request, token));
            }
            return answer;
        } catch (TokenUnavailableException unsigned) {
            return new Failed<>(new Failure.Unavailable(String.valueOf(unsigned.getMessage())));
        }
    }

    private static DataverseRequest signed(DataverseRequest request, AccessToken token) {
        return request.withHeader("Authorization", "Bearer " + token.value());
    }

    private static boolean refusesToken(Answer<Reply> answer) {
        return answer instanceof Failed<Reply>(Failure.Refused(var error)) && error.kind() == ErrorKind.UNAUTHENTICATED;
    }
}
