package org.dataferry.control.dashboard.http;

/**
 * The cookie with the id of a session: no script reads it, no other site's page sends it, and it ends with the browser.
 *
 * @param name of this server alone, as cookies of one host go to all its ports
 * @param isSecure whether it goes by TLS only
 */
public record SessionCookie(String name, boolean isSecure) {

    /** @param port that the server was asked to listen on */
    public static SessionCookie of(int port, boolean isSecure) {
        return new SessionCookie("ferry-session-" + port, isSecure);
    }

    /** As the header that sets it. */
    public String set(String id) {
        return name + "=" + id + "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
    }
}
