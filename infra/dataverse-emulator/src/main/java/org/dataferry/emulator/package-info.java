/**
 * A server that answers as Microsoft Dataverse's Web API does, for tests and local runs.
 *
 * <p>Settings enter, a running server leaves. The sub-packages follow the way of a request: http, faults, auth, limits, api, batch, then
 * metadata, query and write over the store. It imports nothing of Ferry's other modules, so that one wrong belief about Dataverse can't
 * pass on both sides.
 */
@NullMarked
package org.dataferry.emulator;

import org.jspecify.annotations.NullMarked;
