package org.dataferry.control.dashboard.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address that a proxy added to {@code X-Forwarded-For}: the last one, as whatever stands before can be made up. Names
 * and whatever else is no address of the Internet Protocol are none: what is counted by it stays short.
 */
final class ForwardedAddress {

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})(?::[0-9]{1,5})?");

    /** Some proxies add the port; then brackets stand around the address. */
    private static final Pattern IPV6 =
            Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})](?::[0-9]{1,5})?|([0-9A-Fa-f:.]{2,45})");

    private ForwardedAddress() {}

    /** @param line of the header */
    static Optional<String> in(String line) {
        String last = line.substring(line.lastIndexOf(',') + 1).strip();
        Matcher four = IPV4.matcher(last);
        if (four.matches()) {
            return Optional.of(four.group(1));
        }
        Matcher six = IPV6.matcher(last);
        return six.matches() ? parsed(Optional.ofNullable(six.group(1)).orElse(six.group(2))) : Optional.empty();
    }

    private static Optional<String> parsed(String ipv6) {
        try {
            // What stands in brackets is never looked up as a name.
            return Optional.of(InetAddress.getByName("[" + ipv6 + "]").getHostAddress());
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
