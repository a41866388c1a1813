package org.dataferry.control.demo;

/**
 * What a demo is told.
 *
 * @param rows of the business at first, over all tables
 * @param seed by which it is made up
 * @param changesPerSecond live changes once the rows are there; 0 for none
 */
public record DemoSettings(long rows, long seed, int changesPerSecond) {}
