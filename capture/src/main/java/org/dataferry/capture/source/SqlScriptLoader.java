package org.dataferry.capture.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a dump into a source.
 *
 * <ol>
 *   <li>All or nothing: one transaction; an error names file, line and statement, and nothing of the file stays.
 *   <li>Once: a file whose content was loaded before is skipped; the note of it ({@code ferry_loader.loaded_files}) is committed
 *       together with the data.
 *   <li>Any size: the file is read twice from start to end, once for its checksum, and never held.
 * </ol>
 */
public final class SqlScriptLoader {

    private static final Logger LOG = LoggerFactory.getLogger(SqlScriptLoader.class);

    private final SourceAddress address;

    public SqlScriptLoader(SourceAddress address) {
        this.address = address;
    }

    /** @throws SourceException if the file can't be read, the source can't be reached, or a statement fails */
    public LoadedScript load(Path file) {
        String sha256 = checksum(file);
        try (Connection connection = address.forScripts()) {
            connection.setAutoCommit(false);
            LoadedFiles loadedFiles = new LoadedFiles(connection);
            loadedFiles.lock();
            if (loadedFiles.contains(sha256)) {
                connection.rollback();
                LOG.info("Script was loaded before file={} sha256={}", file, sha256);
                return new LoadedScript.AlreadyLoaded(sha256);
            }
            LoadedScript.Loaded loaded = run(file, sha256, connection);
            loadedFiles.add(loaded, String.valueOf(file.getFileName()));
            connection.commit();
            LOG.info(
                    "Script loaded file={} statements={} copiedRows={}",
                    file,
                    loaded.statements(),
                    loaded.copiedRows());
            return loaded;
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private static LoadedScript.Loaded run(Path file, String sha256, Connection connection) throws SQLException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return new ScriptRun(file, new SqlScript(reader), connection).run(sha256);
        } catch (CharacterCodingException e) {
            throw new SourceException("file " + file + " is not UTF-8; make the dump with pg_dump --encoding=UTF8", e);
        } catch (IOException e) {
            throw new SourceException("file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static String checksum(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestOutputStream out =
                        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (IOException e) {
            throw new SourceException("file " + file + " can't be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
