package org.dataferry.control.bench.operate;

/** What of the benchmark can be measured for itself. */
public enum OperateBenchPart {
    /** The ledger, made anew from the topics, and its views. */
    LEDGER,
    /** What somebody waits for who is about to replay all rows that failed. The ledger is made for it, too. */
    PREVIEW
}
