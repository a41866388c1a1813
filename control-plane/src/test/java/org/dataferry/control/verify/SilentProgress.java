package org.dataferry.control.verify;

/** For tests that look at the report alone. */
final class SilentProgress implements VerifyProgress {

    @Override
    public void begins(boolean running) {}

    @Override
    public void read(String entity, String end, long rows) {}

    @Override
    public void scanned(String entity) {}

    @Override
    public void awaitsFence(int round) {}

    @Override
    public void awaitsRemovals() {}

    @Override
    public void looksAgain(String entity, int round) {}
}
