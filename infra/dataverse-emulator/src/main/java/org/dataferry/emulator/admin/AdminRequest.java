package org.dataferry.emulator.admin;

import java.util.Map;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.message.UrlText;

/** @param path below {@code /_emulator/}; @param parameters of the query */
public record AdminRequest(String method, String path, Map<String, String> parameters, byte[] body) {
    public static AdminRequest of(String method, String path, String query, byte[] body) {
        return new AdminRequest(method, path, UrlText.parameters(query), body);
    }

    long number(String name, long absent) {
        String text = parameters.get(name);
        try {
            return text == null ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new EmulatorException("The parameter " + name + " must be a whole number, not '" + text + "'", e);
        }
    }
}
