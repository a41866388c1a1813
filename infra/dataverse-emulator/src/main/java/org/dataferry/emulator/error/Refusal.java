package org.dataferry.emulator.error;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error answer of the Web API: HTTP status, Dataverse's code, text, and the annotations that a client gets when it asks for them.
 *
 * <p>Source: Microsoft's page "Compose HTTP requests and handle errors".
 */
public final class Refusal extends EmulatorException {
    private final int status;
    private final String code;
    private final Map<String, String> annotations;

    public Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    private Refusal(int status, String code, String message, Map<String, String> annotations) {
        super(message);
        this.status = status;
        this.code = code;
        this.annotations = Map.copyOf(annotations);
    }

    /** The same refusal with one more member under {@code @Microsoft.PowerApps.CDS.ErrorDetails.}. */
    public Refusal withDetail(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(annotations);
        more.put("@Microsoft.PowerApps.CDS.ErrorDetails." + name, value);
        return new Refusal(status, code, getMessage(), more);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
