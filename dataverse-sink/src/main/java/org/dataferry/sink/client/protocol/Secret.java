package org.dataferry.sink.client.protocol;

/** A client secret. Prints as {@code ***}; {@link #reveal()} is for the token request alone. */
public record Secret(String reveal) {
    public Secret {
        if (reveal.isBlank()) {
            throw new IllegalArgumentException("The client secret is empty");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
