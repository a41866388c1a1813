package org.dataferry.capture;

/** Capture cannot go on where it stopped; people have to decide whether all is read again or a gap is accepted. */
public final class DecisionNeededException extends CaptureException {

    private static final long serialVersionUID = 1L;

    DecisionNeededException(String message) {
        super(message);
    }
}
