package org.dataferry.capture.source;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.capture.source.ScriptItem.MetaCommand;
import org.dataferry.capture.source.ScriptItem.Statement;

/** What becomes of a piece of a dump that runs in one transaction, on a server that may be newer or older than the dump. */
final class ScriptPolicy {

    /** What to do with a piece. */
    sealed interface Verdict {
        record Run() implements Verdict {}

        record Skip(String why) implements Verdict {}

        record Refuse(String why) implements Verdict {}
    }

    /** What pg_dump of any version sets at the top; none changes what is loaded, so one that a server lacks can go. */
    private static final Set<String> DUMP_SETTINGS = Set.of(
            "default_with_oids",
            "transaction_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "default_table_access_method",
            "default_tablespace",
            "row_security",
            "xmloption",
            "lock_timeout",
            "statement_timeout",
            "check_function_bodies",
            "client_min_messages",
            "synchronize_seqscans",
            "quote_all_identifiers");

    private static final Pattern SET = Pattern.compile(
            "SET\\s+(?:SESSION\\s+|LOCAL\\s+)?(\\w+)\\s*(?:=|\\bTO\\b)\\s*'?([^']*)'?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BOUNDARY = Pattern.compile(
            "(?:BEGIN|START\\s+TRANSACTION|COMMIT|END)(?:\\s+(?:WORK|TRANSACTION))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDO = Pattern.compile(
            "(?:ROLLBACK|ABORT)(?:\\s+(?:WORK|TRANSACTION))?|(?:COMMIT|ROLLBACK|PREPARE)\\s+(?:TRANSACTION|PREPARED)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern OUTSIDE = Pattern.compile(
            "(?:(?:CREATE|DROP|ALTER)\\s+DATABASE|VACUUM)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> HARMLESS = Set.of(
            "connect",
            "c",
            "restrict",
            "unrestrict",
            "echo",
            "qecho",
            "warn",
            "pset",
            "set",
            "unset",
            "timing",
            "x",
            "t",
            "a");

    private final Set<String> serverSettings;

    /** @param serverSettings the names that the server knows, in lower case */
    ScriptPolicy(Set<String> serverSettings) {
        this.serverSettings = Set.copyOf(serverSettings);
    }

    Verdict of(MetaCommand command) {
        String name = command.text().substring(1).split("[\\s\\\\]", 2)[0];
        if (name.equals("encoding")) {
            return encoding(command.text().substring("\\encoding".length()).strip());
        }
        return HARMLESS.contains(name)
                ? new Verdict.Skip("a command for psql only")
                : new Verdict.Refuse("a command for psql that changes what is loaded; only SQL can be loaded");
    }

    Verdict of(Statement statement) {
        String sql = statement.sql();
        Matcher set = SET.matcher(sql);
        if (set.matches()) {
            return setting(set.group(1).toLowerCase(Locale.ROOT), set.group(2).strip());
        }
        if (BOUNDARY.matcher(sql).matches()) {
            return new Verdict.Skip("the whole file is one transaction");
        }
        if (UNDO.matcher(sql).matches()) {
            return new Verdict.Refuse("the whole file is one transaction, which this would end");
        }
        return OUTSIDE.matcher(sql).matches()
                ? new Verdict.Skip("not possible inside a transaction, and not part of the data")
                : new Verdict.Run();
    }

    private Verdict setting(String name, String value) {
        if (name.equals("client_encoding") || name.equals("names")) {
            return encoding(value);
        }
        return DUMP_SETTINGS.contains(name) && !serverSettings.contains(name)
                ? new Verdict.Skip("the server does not know this setting")
                : new Verdict.Run();
    }

    private static Verdict encoding(String value) {
        String plain = value.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return plain.equals("UTF8") || plain.equals("UNICODE") || plain.equals("SQLASCII")
                ? new Verdict.Skip("the file is read as UTF-8 anyway")
                : new Verdict.Refuse("only UTF-8 is read; make the dump with pg_dump --encoding=UTF8");
    }
}
