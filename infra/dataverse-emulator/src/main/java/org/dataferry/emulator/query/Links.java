package org.dataferry.emulator.query;

import java.util.List;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.message.UrlText;

/** Addresses at which a read goes on: those of the request, with a token for where. */
final class Links {
    private Links() {}

    /** @param without options of the request that the token makes void, beside an older token of its kind */
    static String to(ApiRequest request, String name, String token, String... without) {
        StringBuilder link =
                new StringBuilder(request.rootUrl()).append(request.path()).append('?');
        for (String pair : request.query().split("&")) {
            String option =
                    UrlText.parameters(pair).keySet().stream().findFirst().orElse("");
            if (!option.isEmpty() && !option.equals(name) && !List.of(without).contains(option)) {
                link.append(pair).append('&');
            }
        }
        return link.append(name).append('=').append(UrlText.encode(token)).toString();
    }
}
