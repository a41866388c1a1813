package org.dataferry.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dataferry.emulator.message.ApiResponse;

/** What a gateway before the API answers by itself: a page of HTML, and nothing of OData. */
final class GatewayPage {
    private GatewayPage() {}

    static ApiResponse of(int status) {
        String title = switch (status) {
            case 502 -> "502 Bad Gateway";
            case 504 -> "504 Gateway Time-out";
            default -> status + " Service Unavailable";
        };
        String page = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n";
        return new ApiResponse(status, Map.of("Content-Type", "text/html"), page.getBytes(StandardCharsets.UTF_8));
    }
}
