package org.dataferry.capture;

import java.util.OptionalLong;

/**
 * Why capture cannot go on where it stopped.
 *
 * @param text in words
 * @param readableFrom the position from which on the slot still delivers changes; empty if it delivers none that count
 */
record Gap(String text, OptionalLong readableFrom) {

    static Gap ofAll(String text) {
        return new Gap(text, OptionalLong.empty());
    }
}
