package org.dataferry.sink.loop;

/** The places where a process that dies does the most harm; tests make it die there. */
public enum HaltPoint {
    /** A batch is made up, nothing of it has left. */
    BEFORE_SEND,
    /** Dataverse has answered, nothing of it is recorded. */
    AFTER_SEND,
    /** Everything of a transaction is written, and it is not committed. */
    BEFORE_COMMIT;

    /** Told whenever the sink comes by one. */
    public interface Observer {
        Observer NONE = point -> {};

        void reached(HaltPoint point);
    }
}
