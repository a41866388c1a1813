package org.dataferry.control.bench.operate;

/** What of the benchmark can be measured for itself. */
public enum OperateBenchPart {
    /** The ledger, made anew from the topics, and its views. */
    LEDGER,
    /** What somebody waits for who is about to replay all rows that failed. The ledger is made for it, too. */
    PREVIEW,
    /** How soon the ledger knows that all that failed is waived. It is made for it, too. */
    WAIVE,
    /** From the commit at the source to the target's answer, the dashboard's lag meanwhile, and the rate of a replay. */
    LATENCY
}
