/**
 * Brings writes to Dataverse: reads them from their topics, batches them, sends them at the pace that the environment
 * allows, and records what became of each.
 *
 * <p>Enters: writes, and the identities of rows. Leaves: outcomes and identities. It is transport: mapping, defaulting and
 * lookup resolution are done before it, and it knows nothing of sources.
 */
@NullMarked
package org.dataferry.sink;

import org.jspecify.annotations.NullMarked;
