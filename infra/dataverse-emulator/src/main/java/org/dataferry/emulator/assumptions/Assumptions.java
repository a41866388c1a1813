package org.dataferry.emulator.assumptions;

import java.time.Duration;
import java.util.List;

/**
 * Behaviour that no page of Microsoft's states for certain, or that differs between environments.
 *
 * <p>In a settings file this is the section {@code assumptions}, with one section per component; what is left out keeps its default.
 */
public record Assumptions(
        Writes writes,
        Texts texts,
        Batches batches,
        Files files,
        Security security,
        Queries queries,
        Definitions definitions,
        Changes changes) {
    /** What becomes of a value for a column that this kind of write may not set. */
    public enum Unwritable {
        Ignored,
        Refused
    }

    /** What becomes of {@code statecode} in a create. */
    public enum StateOnCreate {
        Ignored,
        Refused,
        Accepted
    }

    /**
     * @param readOnlyColumns what a value for a column that is not valid for the write does; Microsoft names both outcomes
     * @param stateOnCreate not documented for custom tables; account's reference says not valid for create
     * @param stateTransitionsEnforced whether a status must be one that the present status leads to, on tables that define transitions
     * @param missingLookupStatus the HTTP status of a bound row that is absent: 404 expected, 400 seen
     * @param duplicateLinkStatus the HTTP status of a second link of a pair
     * @param deleteMultipleStatus the HTTP status of DeleteMultiple on a standard table
     * @param keyColumnsInUpsertMultiple what key columns repeated in a target do; an unexpected error according to Microsoft's samples
     * @param requiredEnforced whether a create without a column that is ApplicationRequired is refused; only forms enforce it
     */
    public record Writes(
            Unwritable readOnlyColumns,
            StateOnCreate stateOnCreate,
            boolean stateTransitionsEnforced,
            int missingLookupStatus,
            int duplicateLinkStatus,
            int deleteMultipleStatus,
            Unwritable keyColumnsInUpsertMultiple,
            boolean requiredEnforced) {}

    /**
     * @param emptyIsNull whether an empty text is stored as no value
     * @param caseMatters whether texts that differ in case only are different in keys and filters
     * @param accentsMatter the same for accents
     * @param trailingBlanksMatter the same for blanks at the end
     * @param forbiddenInKeys the characters that a key value in an address may not hold
     * @param forbiddenInBodies whether that is so for {@code @odata.id} and {@code @odata.bind} too
     */
    public record Texts(
            boolean emptyIsNull,
            boolean caseMatters,
            boolean accentsMatter,
            boolean trailingBlanksMatter,
            String forbiddenInKeys,
            boolean forbiddenInBodies) {}

    /**
     * @param maxRequests the most requests of a batch, those in change sets included
     * @param contentIdRequired whether a request of a change set without a Content-ID is refused
     * @param bareLineFeedRefused whether lines that end in LF alone are refused
     */
    public record Batches(int maxRequests, boolean contentIdRequired, boolean bareLineFeedRefused) {}

    /**
     * @param maxSingleUploadBytes the most bytes of a file that come in one request
     * @param chunkBytes the size of a chunk that the server recommends, and the most bytes of a block
     * @param blockedExtensions the attachments that an organization refuses, as {@code organization.blockedattachments} has them
     * @param maxAttachmentKilobytes the longest {@code documentbody}, as {@code organization.maxuploadfilesize} has it
     */
    public record Files(
            long maxSingleUploadBytes, int chunkBytes, List<String> blockedExtensions, int maxAttachmentKilobytes) {
        public Files {
            blockedExtensions = List.copyOf(blockedExtensions);
        }
    }

    /**
     * @param ownerNeedsRead whether a row can only be owned by a user or team that may read its table
     * @param assignToDisabledUsers whether a disabled user may be made an owner
     */
    public record Security(boolean ownerNeedsRead, boolean assignToDisabledUsers) {}

    /**
     * @param pageRows the most rows of a page, of an expanded collection too
     * @param countedRows the most that a $count says
     * @param maxExpands the most terms of $expand in a query, those in others included
     * @param maxConditions the most conditions of a $filter; in FetchXML linked tables count too
     * @param nullIsNotEqual whether a row without a value fulfils {@code ne} and negated comparisons of texts
     * @param maxUrlCharacters the longest URL outside of a batch
     * @param longUrlStatus the HTTP status of a longer one, which no page states
     */
    public record Queries(
            int pageRows,
            int countedRows,
            int maxExpands,
            int maxConditions,
            boolean nullIsNotEqual,
            int maxUrlCharacters,
            int longUrlStatus) {}

    /**
     * @param kept how long deletions are remembered and delta links work, as {@code organization.expirechangetrackingindays} has it
     * @param expiredStatus the HTTP status of a delta link that is too old
     */
    public record Changes(Duration kept, int expiredStatus) {}

    /**
     * @param cachedFor how long a read of definitions may show what an earlier one showed, unless it asks for {@code Consistency: Strong};
     *     Microsoft says only that changes may take some time to show
     */
    public record Definitions(Duration cachedFor) {}

    public static Assumptions documented() {
        return new Assumptions(
                new Writes(Unwritable.Ignored, StateOnCreate.Ignored, true, 404, 412, 501, Unwritable.Refused, false),
                new Texts(true, false, false, false, "/<>*%&:\\?+", true),
                new Batches(1000, true, true),
                new Files(128L << 20, 4 << 20, BLOCKED, 131_072),
                new Security(true, true),
                new Queries(5000, 5000, 15, 500, true, 32 * 1024, 414),
                new Definitions(Duration.ZERO),
                new Changes(Duration.ofDays(7), 400));
    }

    /** The default of {@code organization.blockedattachments}. Source: Microsoft's page "System settings, General tab". */
    private static final List<String> BLOCKED = List.of(
            ("ade;adp;app;asa;ashx;asmx;asp;bas;bat;cdx;cer;chm;class;cmd;com;config;cpl;crt;csh;dll;exe;fxp;hlp;hta;htr;htw;ida;"
                            + "idc;idq;inf;ins;isp;its;jar;js;jse;ksh;lnk;mad;maf;mag;mam;maq;mar;mas;mat;mau;mav;maw;mda;mdb;mde;mdt;"
                            + "mdw;mdz;msc;msh;msh1;msh1xml;msh2;msh2xml;mshxml;msi;msp;mst;ops;pcd;pif;prf;prg;printer;pst;reg;rem;"
                            + "scf;scr;sct;shb;shs;shtm;shtml;soap;stm;svc;tmp;url;vb;vbe;vbs;vsmacros;vss;vst;vsw;ws;wsc;wsf;wsh")
                    .split(";"));
}
