package org.dataferry.emulator.http;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dataferry.emulator.error.EmulatorException;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate of an emulator that is reached by https.
 *
 * @param enabled whether it serves https and not http
 * @param keyStore a PKCS #12 or JKS file with one private key and its certificate
 * @param password of the file and of the key
 */
public record Tls(boolean enabled, String keyStore, String password) {
    public Tls {
        if (enabled && !Files.isReadable(Path.of(keyStore))) {
            throw new EmulatorException("server.tls.keyStore '" + keyStore
                    + "' cannot be read; keytool -genkeypair -keyalg RSA -storetype PKCS12 -keystore FILE makes one");
        }
    }

    public static Tls off() {
        return new Tls(false, "", "");
    }

    SslContextFactory.Server contexts() {
        SslContextFactory.Server contexts = new SslContextFactory.Server();
        contexts.setKeyStorePath(Path.of(keyStore).toUri().toString());
        contexts.setKeyStorePassword(password);
        // An emulator is reached by names that its certificate need not have.
        contexts.setSniRequired(false);
        return contexts;
    }

    @Override
    public String toString() {
        return enabled ? "Tls[" + keyStore + ", password=***]" : "Tls[off]";
    }
}
