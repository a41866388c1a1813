package org.dataferry.control.preview;

import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.Selection;

/**
 * What a replay would do, before it does.
 *
 * @param sample what the current mappings make of the first rows
 */
public record ReplayPreview(Segment segment, Selection selection, Effort effort, Sample sample) {}
