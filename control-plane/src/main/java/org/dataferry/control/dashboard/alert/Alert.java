package org.dataferry.control.dashboard.alert;

/**
 * What somebody has to be told even if nobody looks.
 *
 * @param key the same for as long as it is the same trouble, so that receivers know it again
 * @param title in a line
 * @param text what it means, and what to do
 */
record Alert(String key, Severity severity, String title, String text) {

    enum Severity {
        /** The migration stands, or nobody knows how it stands. */
        CRITICAL,
        /** It will be worse if nobody acts. */
        WARNING
    }
}
